import { Button, Group, PasswordInput, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRef } from 'react'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { textOf } from '../../fields/textOf.ts'
import { Complaint } from '../../shell/Complaint.tsx'

/** Another password; whoever is signed in elsewhere with the old one is signed out. */
export function Password() {
  const form = useRef<HTMLFormElement>(null)
  const change = useAction({
    run: (fields: FormData) =>
      server.changePassword({
        body: { currentPassword: textOf(fields, 'currentPassword'), newPassword: textOf(fields, 'newPassword') },
      }),
    refreshes: [keys.sessions],
    done() {
      form.current?.reset()
      notifications.show({ message: 'The password is changed; you are signed out everywhere else' })
    },
    quiet: true,
  })
  const errors = fieldErrors(change.error)
  return (
    <section aria-labelledby="password">
      <Title order={2} size="h4" mb="xs" id="password">
        Password
      </Title>
      <form
        ref={form}
        onSubmit={event => {
          event.preventDefault()
          change.mutate(new FormData(event.currentTarget))
        }}
      >
        <Group align="flex-start">
          <PasswordInput
            name="currentPassword"
            label="Current password"
            autoComplete="current-password"
            required
            w={240}
            error={errors.currentPassword}
          />
          <PasswordInput
            name="newPassword"
            label="New password"
            autoComplete="new-password"
            required
            minLength={10}
            w={240}
            error={errors.newPassword}
          />
        </Group>
        {change.error && Object.keys(errors).length === 0 && <Complaint error={change.error} />}
        <Text size="xs" c="dimmed" my="xs">
          At least 10 characters. You stay signed in here and are signed out everywhere else; API keys go on working.
        </Text>
        <Button type="submit" variant="default" loading={change.isPending}>
          Change password
        </Button>
      </form>
    </section>
  )
}
