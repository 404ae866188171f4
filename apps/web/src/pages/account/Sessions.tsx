import { Button, Group, Skeleton, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../api/actions.tsx'
import { keys, sessionsQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { ago } from '../../shell/humanTime.ts'
import { Mark } from '../../shell/Mark.tsx'
import { browserOf } from './browser.ts'

/** Where one is signed in, and signing out there. */
export function Sessions() {
  const { data } = useQuery(sessionsQuery)
  const revoke = useAction({ run: (id: string) => server.revokeSession({ params: { id } }), refreshes: [keys.sessions] })
  const endOthers = useAction({ run: () => server.endOtherSessions(), refreshes: [keys.sessions] })
  const others = data?.items.filter(({ current }) => !current).length ?? 0
  return (
    <section aria-labelledby="sessions">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="sessions">
          Sessions
        </Title>
        {others > 0 && (
          <Button size="compact-xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        )}
      </Group>
      {!data && <Skeleton h={80} />}
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {data?.items.map(session => (
            <Table.Tr key={session.id}>
              <Table.Td>
                <Text size="sm" title={session.userAgent}>
                  {browserOf(session.userAgent)}
                </Text>
                <Text size="xs" c="dimmed">
                  {session.address} · used {ago(session.lastUsedAt)}
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                {session.current ? (
                  <Mark tone="good">This one</Mark>
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(session.id)}>
                    Sign out
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
