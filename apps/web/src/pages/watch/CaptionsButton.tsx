import { Button, FileButton, Group } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconBadgeCc } from '@tabler/icons-react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'

/** Brings captions along, or takes them away. */
export function CaptionsButton({ video: { id, captionsUrl } }: { video: Video }) {
  const set = useAction({
    run: async (file: File | null) =>
      server.setVideoCaptions({ params: { id }, body: { text: file === null ? null : await file.text() } }),
    refreshes: [keys.video(id)],
  })
  return (
    <Group gap={4}>
      <FileButton accept=".vtt,.srt,text/vtt,application/x-subrip" onChange={file => file && set.mutate(file)}>
        {props => (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconBadgeCc size={14} aria-hidden />}
            loading={set.isPending}
            {...props}
          >
            {captionsUrl ? 'Replace captions' : 'Add captions'}
          </Button>
        )}
      </FileButton>
      {captionsUrl && (
        <Button size="xs" variant="subtle" onClick={() => set.mutate(null)}>
          Remove captions
        </Button>
      )}
    </Group>
  )
}
