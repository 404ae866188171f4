import { Alert, Button, Code, CopyButton, Group, NumberInput, Select, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { invitationsQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { type GivenRole, givenRoles, isGivenRole } from './roles.ts'

/** Invitations by link: made, shown once, withdrawn. */
export function Invitations({ projectId }: { projectId: string }) {
  const params = { id: projectId }
  const key = keys.invitations(projectId)
  const [role, setRole] = useState<GivenRole>('editor')
  const [uses, setUses] = useState(1)
  const { data } = useQuery(invitationsQuery(projectId))
  const make = useAction({ run: () => server.createInvitation({ params, body: { role, uses } }), refreshes: [key] })
  const revoke = useAction({
    run: (invitationId: string) => server.revokeInvitation({ params: { ...params, invitationId } }),
    refreshes: [key],
  })
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        Invite by link
      </Title>
      <Group align="flex-end">
        <Select
          label="Whoever comes"
          w={150}
          data={givenRoles}
          value={role}
          allowDeselect={false}
          onChange={value => isGivenRole(value) && setRole(value)}
        />
        <NumberInput
          label="For so many people"
          w={150}
          min={1}
          max={100}
          allowDecimal={false}
          value={uses}
          onChange={value => typeof value === 'number' && setUses(value)}
        />
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          Make link
        </Button>
      </Group>
      {make.data && (
        <Alert variant="outline" title="Send this link: it is not shown again, and works for a week">
          <Stack gap="xs" align="flex-start">
            <Code block>{location.origin + make.data.path}</Code>
            <CopyButton value={location.origin + make.data.path}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Stack>
        </Alert>
      )}
      {data?.items.map(invitation => (
        <Group key={invitation.id} justify="space-between" wrap="nowrap">
          <Text size="sm">
            {givenRoles.find(({ value }) => value === invitation.role)?.label}, {invitation.usesLeft} left, until{' '}
            {new Date(invitation.expiresAt).toLocaleDateString()}
          </Text>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => revoke.mutate(invitation.id)}>
            Withdraw
          </Button>
        </Group>
      ))}
    </Stack>
  )
}
