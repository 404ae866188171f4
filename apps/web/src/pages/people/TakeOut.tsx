import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import type { Member } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { invitationsQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'

type Props = { projectId: string; member: Member; onClose: () => void }

/** Asks before somebody is taken out; links that are open end with it, unless somebody else still waits for one. */
export function TakeOut({ projectId, member: { accountId, name }, onClose }: Props) {
  const { data } = useQuery(invitationsQuery(projectId))
  const [endsLinks, setEndsLinks] = useState(true)
  const links = data?.items.length ?? 0
  const remove = useAction({
    run: () =>
      server.removeMember({
        params: { id: projectId, accountId },
        query: { withdrawInvitations: endsLinks ? 'true' : 'false' },
      }),
    refreshes: [keys.members(projectId), keys.invitations(projectId), keys.projects, keys.project(projectId)],
    done: onClose,
    quiet: true,
  })
  return (
    <Modal opened onClose={onClose} title={`Take ${name} out?`}>
      <Stack>
        <Text size="sm">
          What they made stays. They hear and see nothing more of the project, and their waiting jobs are cancelled.
        </Text>
        {links > 0 && (
          <Checkbox
            label={
              links === 1 ? 'Withdraw the invitation link that is open' : `Withdraw the ${links} invitation links that are open`
            }
            description="Whoever knows a link could come back with another account. You can make new ones."
            checked={endsLinks}
            onChange={event => setEndsLinks(event.currentTarget.checked)}
          />
        )}
        {remove.error && <Complaint error={remove.error} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep them
          </Button>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            Take out
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
