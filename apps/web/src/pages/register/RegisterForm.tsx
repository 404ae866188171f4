import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import type { Tokens } from '@storycanvas/api'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { server, session } from '../../api/server.ts'
import { textOf } from '../../fields/textOf.ts'
import { Complaint } from '../../shell/Complaint.tsx'

type Props = { label: string; onDone: (tokens: Tokens) => void }

export function RegisterForm({ label, onDone }: Props) {
  const register = useAction({
    run: (form: FormData) =>
      server.register({
        body: { name: textOf(form, 'name'), email: textOf(form, 'email'), password: textOf(form, 'password') },
      }),
    done: tokens => {
      session.signIn(tokens)
      onDone(tokens)
    },
    quiet: true,
  })
  const errors = fieldErrors(register.error)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        register.mutate(new FormData(event.currentTarget))
      }}
    >
      <Stack>
        <TextInput size="sm" name="name" label="Name" autoComplete="name" required maxLength={80} autoFocus error={errors.name} />
        <TextInput size="sm" name="email" type="email" label="E-mail" autoComplete="username" required error={errors.email} />
        <PasswordInput
          size="sm"
          name="password"
          label="Password"
          description="At least 10 characters; a few words in a row are good."
          autoComplete="new-password"
          required
          minLength={10}
          error={errors.password}
        />
        {register.error && Object.keys(errors).length === 0 && <Complaint error={register.error} />}
        <Button size="sm" type="submit" loading={register.isPending}>
          {label}
        </Button>
      </Stack>
    </form>
  )
}
