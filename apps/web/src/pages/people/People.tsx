import { ActionIcon, Badge, Button, Group, Modal, Select, Stack, Text, Tooltip } from '@mantine/core'
import type { Member } from '@storycanvas/api'
import { IconUserMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys, membersQuery } from '../../api/queries.ts'
import { server, useAccount } from '../../api/server.ts'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import { Invitations } from './Invitations.tsx'
import { type GivenRole, givenRoles, isGivenRole } from './roles.ts'
import { TakeOut } from './TakeOut.tsx'

/** Who works on the project: roles, invitations, leaving and handing it on. */
export function People({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const me = useAccount()
  const params = { id: projectId }
  const navigate = useNavigate()
  useFocusBack()
  const { data } = useQuery(membersQuery(projectId))
  const refreshes = [keys.members(projectId), keys.projects, keys.project(projectId)]
  const isOwner = data?.items.some(({ accountId, role }) => accountId === me?.id && role === 'owner') ?? false
  const leave = useAction({
    run: () => server.leaveProject({ params }),
    refreshes: [keys.projects],
    done: () => void navigate({ to: '/projects' }),
  })
  const change = useAction({
    run: ({ accountId, role }: { accountId: string; role: GivenRole }) =>
      server.changeMember({ params: { ...params, accountId }, body: { role } }),
    refreshes,
  })
  const [leaver, setLeaver] = useState<Member | null>(null)
  const transfer = useAction({ run: (accountId: string) => server.transferProject({ params, body: { accountId } }), refreshes })
  const handOn = ({ accountId, name }: Member) =>
    confirm(`Make ${name} the owner? You stay as an editor and cannot take it back yourself.`) && transfer.mutate(accountId)
  return (
    <Modal opened onClose={onClose} title="People" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="md">
        <Stack gap="xs" role="list" aria-label="Members">
          {data?.items.map(member => (
            <Group key={member.accountId} role="listitem" justify="space-between" gap="xs">
              <Text size="sm" flex="1 1 160px" truncate>
                {member.name}
                {member.accountId === me?.id && ' (you)'}
              </Text>
              {isOwner && member.role !== 'owner' ? (
                <Group gap="xs" wrap="nowrap">
                  <Select
                    size="xs"
                    w={130}
                    aria-label={`Role of ${member.name}`}
                    data={givenRoles}
                    value={member.role}
                    allowDeselect={false}
                    onChange={role => isGivenRole(role) && change.mutate({ accountId: member.accountId, role })}
                  />
                  <Button size="compact-xs" variant="subtle" color="gray" onClick={() => handOn(member)}>
                    Make owner
                  </Button>
                  <Tooltip label="Take out of the project">
                    <ActionIcon aria-label={`Take ${member.name} out`} onClick={() => setLeaver(member)}>
                      <IconUserMinus size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                </Group>
              ) : (
                <Badge variant="light" color="gray">
                  {member.role}
                </Badge>
              )}
            </Group>
          ))}
        </Stack>
        {leaver && <TakeOut projectId={projectId} member={leaver} onClose={() => setLeaver(null)} />}
        {isOwner && <Invitations projectId={projectId} />}
        {data && !isOwner && (
          <Button variant="default" w="fit-content" loading={leave.isPending} onClick={() => leave.mutate()}>
            Leave this project
          </Button>
        )}
      </Stack>
    </Modal>
  )
}
