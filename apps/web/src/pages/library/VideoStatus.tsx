import { Progress, Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { Mark } from '../../shell/Mark.tsx'
import { useTopic } from '../../api/realtime/useTopic.ts'

/** Who can watch a finished video; how far the others are. */
export function VideoStatus({ video }: { video: Video }) {
  useTopic(video.status === 'processing' ? `video:${video.id}` : null)
  if (video.status === 'ready')
    return (
      <span>
        <Mark tone={video.visibility === 'private' ? 'quiet' : 'good'}>{video.visibility}</Mark>
      </span>
    )
  if (video.status === 'processing')
    return (
      <div>
        <Progress value={video.progress * 100} aria-label={`Processing of ${video.title}`} />
        <Text size="xs" c="dimmed">
          {[`${Math.round(video.progress * 100)} %`, video.stage].filter(Boolean).join(' · ')}
        </Text>
      </div>
    )
  return (
    <Text size="xs" c={video.status === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'} lineClamp={2}>
      {video.status === 'failed' ? (video.error?.message ?? 'Processing failed') : 'Cancelled'}
    </Text>
  )
}
