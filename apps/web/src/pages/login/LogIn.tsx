import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { server, session } from '../../api/server.ts'
import { textOf } from '../../fields/textOf.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { Entrance } from '../../shell/Entrance.tsx'
import { TextLink } from '../../shell/TextLink.tsx'

export function LogIn() {
  const navigate = useNavigate()
  const search = useSearch({ from: '/login' })
  const logIn = useAction({
    run: (form: FormData) => server.logIn({ body: { email: textOf(form, 'email'), password: textOf(form, 'password') } }),
    done: tokens => {
      session.signIn(tokens)
      void navigate({ href: search.next ?? '/projects' })
    },
    quiet: true,
  })
  const errors = fieldErrors(logIn.error)
  return (
    <Entrance
      title="Log in to StoryCanvas"
      below={
        <TextLink to="/register" size="sm">
          Make an account
        </TextLink>
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          logIn.mutate(new FormData(event.currentTarget))
        }}
      >
        <Stack>
          <TextInput
            size="sm"
            name="email"
            type="email"
            label="E-mail"
            autoComplete="username"
            required
            autoFocus
            error={errors.email}
          />
          <PasswordInput
            size="sm"
            name="password"
            label="Password"
            autoComplete="current-password"
            required
            error={errors.password}
          />
          {logIn.error && Object.keys(errors).length === 0 && <Complaint error={logIn.error} />}
          <Button size="sm" type="submit" loading={logIn.isPending}>
            Log in
          </Button>
        </Stack>
      </form>
    </Entrance>
  )
}
