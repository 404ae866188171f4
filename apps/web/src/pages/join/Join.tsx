import { Button, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'

/** Where an invitation leads; its token stands behind #, which no server sees. */
export function Join() {
  const token = useRouterState({ select: ({ location }) => location.hash })
  const navigate = useNavigate()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => server.readInvitation({ body: { token } }, { signal }),
    enabled: token !== '',
    retry: false,
  })
  const enter = (id: string) => void navigate({ to: '/projects/$id/story', params: { id } })
  const accept = useAction({
    run: () => server.acceptInvitation({ body: { token } }),
    refreshes: [keys.projects],
    done: ({ projectId }) => enter(projectId),
  })
  if (token === '') return <Text p="xl">This link lacks its second half. Copy the whole of it.</Text>
  if (error) return <Complaint error={error} />
  if (!data) return <PageSkeleton />
  return (
    <Stack p="xl" gap="md" align="flex-start">
      <Title order={1} size="h3">
        {data.projectName}
      </Title>
      <Text>
        {data.isMember
          ? `You are in this project already, as ${data.role}.`
          : `${data.invitedBy} invites you to this project, as ${data.role}.`}
      </Text>
      {data.isMember ? (
        <Button onClick={() => enter(data.projectId)}>Open the project</Button>
      ) : (
        <Button loading={accept.isPending} onClick={() => accept.mutate()}>
          Join the project
        </Button>
      )}
    </Stack>
  )
}
