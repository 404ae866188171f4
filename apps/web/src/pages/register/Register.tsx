import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { statusQuery } from '../../api/queries.ts'
import { Entrance } from '../../shell/Entrance.tsx'
import { TextLink } from '../../shell/TextLink.tsx'
import { RegisterForm } from './RegisterForm.tsx'

export function Register() {
  const navigate = useNavigate()
  const search = useSearch({ from: '/register' })
  const status = useQuery(statusQuery)
  const isClosed = status.data?.registration === 'closed' && !status.data.needsOwner
  return (
    <Entrance
      title="Make an account"
      below={
        <TextLink to="/login" size="sm">
          Log in instead
        </TextLink>
      }
    >
      {isClosed ? (
        <Text>Registration is closed on this server. Ask its owner for an account.</Text>
      ) : (
        <RegisterForm label="Make account" onDone={() => void navigate({ href: search.next ?? '/projects' })} />
      )}
    </Entrance>
  )
}
