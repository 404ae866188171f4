import { ActionIcon, Progress, Stack, Table, Text, Tooltip } from '@mantine/core'
import type { Job } from '@storycanvas/api'
import { IconRefresh, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import styles from './Queue.module.css'
import { Mark, type Tone } from '../../shell/Mark.tsx'
import { ago, spell } from '../../shell/humanTime.ts'

const tones: Record<Job['state'], Tone> = {
  queued: 'quiet',
  running: 'busy',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'quiet',
}

/** One job: what it is, how far, and the way out. */
export function JobRow({ job }: { job: Job }) {
  const { id } = job
  const refreshes = [keys.jobs, keys.queueStatus]
  const cancel = useAction({ run: () => server.cancelJob({ params: { id } }), refreshes })
  const retry = useAction({ run: () => server.retryJob({ params: { id } }), refreshes })
  const isOpen = job.state === 'queued' || job.state === 'running'
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} lineClamp={1}>
          {job.projectId ? (
            <Link to="/projects/$id/generate" params={{ id: job.projectId }} className={styles.title}>
              {job.title}
            </Link>
          ) : (
            job.title
          )}
        </Text>
        {job.error && (
          <Text size="xs" c="var(--mantine-color-error)">
            {job.error.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Mark tone={tones[job.state]}>{job.state}</Mark>
      </Table.Td>
      <Table.Td miw={180}>
        {job.state === 'running' && (
          <Stack gap={2}>
            <Progress value={job.progress * 100} aria-label={`Progress of ${job.title}`} />
            <Text size="xs" c="dimmed">
              {[`${Math.round(job.progress * 100)} %`, job.stage, job.secondsLeft !== null && `${spell(job.secondsLeft)} left`]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </Stack>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="xs" c="dimmed">
          {job.attempt > 1 && `attempt ${job.attempt} of ${job.maxAttempts} · `}
          {ago(job.finishedAt ?? job.startedAt ?? job.createdAt)}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        {isOpen && (
          <Tooltip label="Cancel">
            <ActionIcon aria-label={`Cancel ${job.title}`} loading={cancel.isPending} onClick={() => cancel.mutate()}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {(job.state === 'failed' || job.state === 'cancelled') && (
          <Tooltip label="Try again">
            <ActionIcon aria-label={`Try ${job.title} again`} loading={retry.isPending} onClick={() => retry.mutate()}>
              <IconRefresh size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
