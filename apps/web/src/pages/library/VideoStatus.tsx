import { Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { Mark } from '../../shell/Mark.tsx'
import { useTopic } from '../../api/realtime/useTopic.ts'
import { VideoStages } from './VideoStages.tsx'

/** Who can watch a finished video; the steps of the others. */
export function VideoStatus({ video }: { video: Video }) {
  useTopic(video.status === 'processing' ? `video:${video.id}` : null)
  if (video.status === 'ready')
    return (
      <span>
        <Mark tone={video.visibility === 'private' ? 'quiet' : 'good'}>{video.visibility}</Mark>
      </span>
    )
  if (video.stages.length > 0) return <VideoStages video={video} />
  return (
    <Text size="xs" c={video.status === 'failed' ? 'var(--mantine-color-error)' : 'dimmed'} lineClamp={2}>
      {video.status === 'failed' ? (video.error?.message ?? 'Processing failed') : 'Cancelled'}
    </Text>
  )
}
