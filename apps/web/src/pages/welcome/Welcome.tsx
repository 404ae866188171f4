import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { statusQuery } from '../../api/queries.ts'
import { queryClient, useAccount } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { Entrance } from '../../shell/Entrance.tsx'
import { RegisterForm } from '../register/RegisterForm.tsx'
import { StartCards } from './StartCards.tsx'

/** The first visit to an empty install. */
export function Welcome() {
  const account = useAccount()
  const status = useQuery(statusQuery)
  if (account)
    return (
      <Entrance wide title={`Welcome, ${account.name}`} lead="This server is yours. Where does your first film begin?">
        <StartCards />
      </Entrance>
    )
  if (status.error)
    return (
      <Entrance title="Welcome to StoryCanvas">
        <Complaint error={status.error} retry={() => void status.refetch()} />
      </Entrance>
    )
  if (!status.data) return null
  if (!status.data.needsOwner) return <Navigate to="/login" />
  return (
    <Entrance
      title="Welcome to StoryCanvas"
      lead="A story, a song or raw footage becomes a film, on your own machine. The first account owns this server."
    >
      <RegisterForm
        label="Make owner account"
        onDone={() => void queryClient.invalidateQueries({ queryKey: statusQuery.queryKey })}
      />
    </Entrance>
  )
}
