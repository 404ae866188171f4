import { Button, Group, Menu, Progress, Text, Title } from '@mantine/core'
import { IconChevronDown, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../api/actions.tsx'
import { keys, queueStatusQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { kindName } from './words.ts'

type Clearable = 'queued' | 'succeeded' | 'failed' | 'cancelled'
const refreshes = [keys.jobs, keys.queueStatus]

/** How far everything is, and what concerns the queue as a whole. */
export function QueueHead() {
  const { data } = useQuery(queueStatusQuery)
  const hold = useAction({
    run: (paused: boolean) => (paused ? server.pauseQueue() : server.resumeQueue()),
    refreshes,
  })
  const redrive = useAction({ run: () => server.redriveJobs({ body: {} }), refreshes })
  const clear = useAction({ run: (states: Clearable[]) => server.clearQueue({ body: { states } }), refreshes })
  const busy = data?.workers.filter(({ running }) => running > 0)
  const ended = data ? data.succeeded + data.failed + data.cancelled : 0
  return (
    <>
      <Group gap="sm">
        <Title order={1} size="h3">
          Queue
        </Title>
        <Button
          ml="auto"
          variant={data?.paused ? 'filled' : 'default'}
          leftSection={data?.paused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
          loading={hold.isPending}
          disabled={!data}
          onClick={() => hold.mutate(!data?.paused)}
        >
          {data?.paused ? 'Resume the queue' : 'Pause the queue'}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />} disabled={!data}>
              All jobs
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={!data?.failed} onClick={() => redrive.mutate()}>
              Try the {data?.failed ?? 0} that failed again
            </Menu.Item>
            <Menu.Item disabled={!data?.queued} onClick={() => clear.mutate(['queued'])}>
              Cancel the {data?.queued ?? 0} that wait
            </Menu.Item>
            <Menu.Item disabled={ended === 0} onClick={() => clear.mutate(['succeeded', 'failed', 'cancelled'])}>
              Take the {ended} that have ended out of the list
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {data?.paused && (
        <Text size="sm" role="status">
          The queue is paused: what runs goes on, nothing of yours is started until you resume it.
        </Text>
      )}
      {data && data.share !== null && (
        <Group gap="sm" wrap="nowrap">
          <Text size="sm">{Math.round(data.share * 100)} % of everything under way</Text>
          <Progress value={data.share * 100} aria-label="Everything under way" flex={1} />
        </Group>
      )}
      {busy && busy.length > 0 && (
        <Text size="xs" c="dimmed">
          {busy.map(({ kind, slots, running }) => `${kindName(kind)}: ${running} of ${slots} at work`).join(' · ')}
        </Text>
      )}
    </>
  )
}
