import { Button, Group, Modal, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { server, session } from '../../api/server.ts'
import { textOf } from '../../fields/textOf.ts'
import { Complaint } from '../../shell/Complaint.tsx'

/** Asks for the password before an account goes: it cannot be taken back. */
export function DeleteAccount() {
  const [opened, setOpened] = useState(false)
  const remove = useAction({
    run: (fields: FormData) => server.deleteAccount({ body: { password: textOf(fields, 'password') } }),
    done: () => session.forget(),
    quiet: true,
  })
  const errors = fieldErrors(remove.error)
  return (
    <section aria-labelledby="delete-account">
      <Title order={2} size="h4" mb="xs" id="delete-account">
        Delete this account
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        Your videos and the projects in which you work alone go into the trash. What you made in projects of others stays there,
        without your name.
      </Text>
      <Button variant="default" onClick={() => setOpened(true)}>
        Delete account…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Delete this account?">
        <form
          onSubmit={event => {
            event.preventDefault()
            remove.mutate(new FormData(event.currentTarget))
          }}
        >
          <Stack>
            <Text size="sm">
              You are signed out everywhere, and your API keys and service keys end. This cannot be taken back.
            </Text>
            <PasswordInput
              name="password"
              label="Your password"
              autoComplete="current-password"
              required
              data-autofocus
              error={errors.password}
            />
            {remove.error && Object.keys(errors).length === 0 && <Complaint error={remove.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)}>
                Keep it
              </Button>
              <Button type="submit" color="red.9" loading={remove.isPending}>
                Delete account
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </section>
  )
}
