import { ActionIcon, Group, Progress, Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconCheck, IconRefresh, IconX } from '@tabler/icons-react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'

const names = { 'first-play': 'First playable', renditions: 'All qualities', storyboard: 'Preview pictures' }
type Stage = Video['stages'][number]

/** What is done to make a video watchable, each step with a way to stop it or to run it again. */
export function VideoStages({ video }: { video: Video }) {
  return (
    <div role="group" aria-label={`Processing of ${video.title}`}>
      {video.stages.map(stage => (
        <StageRow key={stage.jobId} stage={stage} videoId={video.id} />
      ))}
    </div>
  )
}

function StageRow({ stage: { name, jobId, state, progress, stage, error }, videoId }: { stage: Stage; videoId: string }) {
  const refreshes = [keys.videos, keys.video(videoId)]
  const cancel = useAction({ run: () => server.cancelJob({ params: { id: jobId } }), refreshes })
  const retry = useAction({ run: () => server.retryJob({ params: { id: jobId } }), refreshes })
  const isOpen = state === 'queued' || state === 'running'
  return (
    <div>
      <Group gap={6} wrap="nowrap" mih={22}>
        <Text size="xs" flex={1} truncate>
          {names[name]}
          <Text span size="xs" c={state === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'}>
            {state === 'running' && ` · ${[`${Math.round(progress * 100)} %`, stage].filter(Boolean).join(' · ')}`}
            {state === 'queued' && ' · waiting'}
            {state === 'failed' && ` · ${error?.message ?? 'failed'}`}
            {state === 'cancelled' && ' · stopped'}
          </Text>
        </Text>
        {state === 'succeeded' && <IconCheck size={14} aria-label="done" />}
        {isOpen && (
          <ActionIcon size="xs" aria-label={`Stop: ${names[name]}`} onClick={() => cancel.mutate()}>
            <IconX size={12} aria-hidden />
          </ActionIcon>
        )}
        {(state === 'failed' || state === 'cancelled') && (
          <ActionIcon size="xs" aria-label={`Run again: ${names[name]}`} onClick={() => retry.mutate()}>
            <IconRefresh size={12} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      {state === 'running' && <Progress size={3} value={progress * 100} aria-label={names[name]} />}
    </div>
  )
}
