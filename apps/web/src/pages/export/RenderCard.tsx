import { Anchor, Button, Card, Group, Progress, Stack, Text } from '@mantine/core'
import type { Render } from '@storycanvas/api'
import { seconds } from '@storycanvas/timeline'
import { IconDownload, IconWorldUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { ago, bytesLabel, clock, spell } from '../../shell/humanTime.ts'
import { TextLink } from '../../shell/TextLink.tsx'
import styles from './Export.module.css'
import { Publish } from './Publish.tsx'

/** One render: on its way with what is left, or done with what one can do with it. */
export function RenderCard({ render, isLatest }: { render: Render; isLatest: boolean }) {
  const [isPublishing, setPublishing] = useState(false)
  const cancel = useAction({
    run: () => server.cancelRender({ params: { id: render.id } }),
    refreshes: [keys.renders(render.projectId)],
  })
  const facts = [
    `${render.width} × ${render.height}`,
    `${Number((render.rate.num / render.rate.den).toFixed(3))} fps`,
    clock(seconds(render.durationFrames, render.rate)),
    render.bytes !== null && bytesLabel(render.bytes),
    { 'burnt-in': 'captions burnt in', sidecar: 'captions beside it', none: 'no captions' }[render.captions],
    render.slate && 'with slate',
    { bars: null, fill: 'pictures fill it', blurred: 'blurred sides' }[render.fitting],
    ago(render.finishedAt ?? render.createdAt),
  ].filter(Boolean)
  return (
    <Card withBorder padding="sm" bg="var(--raised)" component="article" aria-label={`Render, ${render.state}`}>
      <Stack gap="xs">
        {render.state === 'queued' || render.state === 'running' ? (
          <Group wrap="nowrap" role="status">
            {render.previewUrl && <img className={styles.drawn} src={render.previewUrl} alt="What was drawn last" />}
            <Stack gap={4} flex={1}>
              <Progress value={render.progress * 100} aria-label="Render" animated={render.state === 'running'} />
              <Text size="sm">
                {[
                  render.state === 'queued' ? 'Waiting to start' : `${Math.round(render.progress * 100)} %`,
                  render.stage,
                  render.secondsLeft !== null && `${spell(render.secondsLeft)} left`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
            </Stack>
            <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          </Group>
        ) : (
          <Group justify="space-between">
            <Text size="sm">
              <b>{{ succeeded: 'Finished', failed: 'Failed', cancelled: 'Cancelled' }[render.state]}</b> · {facts.join(' · ')}
            </Text>
            {render.url && (
              <Group gap="xs">
                {render.captionsUrl && (
                  <Anchor size="sm" href={render.captionsUrl} download>
                    WebVTT
                  </Anchor>
                )}
                {render.captionsSrtUrl && (
                  <Anchor size="sm" href={render.captionsSrtUrl} download>
                    SubRip
                  </Anchor>
                )}
                <Button
                  size="xs"
                  variant="default"
                  component="a"
                  href={render.url}
                  download
                  leftSection={<IconDownload size={14} aria-hidden />}
                >
                  Download
                </Button>
                {render.videoId ? (
                  <TextLink size="sm" to="/watch/$id" params={{ id: render.videoId }}>
                    Watch
                  </TextLink>
                ) : (
                  <Button size="xs" leftSection={<IconWorldUpload size={14} aria-hidden />} onClick={() => setPublishing(true)}>
                    Publish
                  </Button>
                )}
              </Group>
            )}
          </Group>
        )}
        {render.error && (
          <Text size="sm" c="var(--mantine-color-error)">
            {render.error.message}
          </Text>
        )}
        {render.url && isLatest && (
          <video className={styles.preview} src={render.url} controls preload="metadata" aria-label="The finished film">
            {render.captionsUrl && <track kind="captions" src={render.captionsUrl} srcLang="en" label="Captions" default />}
          </video>
        )}
      </Stack>
      {isPublishing && <Publish render={render} onClose={() => setPublishing(false)} />}
    </Card>
  )
}
