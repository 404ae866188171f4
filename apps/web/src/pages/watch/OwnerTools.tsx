import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { queryClient, server } from '../../api/server.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { visibilityNotes } from '../../film/visibility.ts'
import { CaptionsButton } from './CaptionsButton.tsx'
import { useVideoActions } from '../library/useVideoActions.ts'

/** What only its owner does with a video. */
export function OwnerTools({ video }: { video: Video }) {
  const navigate = useNavigate()
  const [isEditing, setEditing] = useState(false)
  const { remove } = useVideoActions(video)
  const save = async (fields: Partial<Pick<Video, 'title' | 'description' | 'visibility'>>) => {
    const saved = await server.updateVideo({ params: { id: video.id }, body: fields })
    // Addresses are signed anew with each answer; the player keeps the ones it plays.
    queryClient.setQueryData<Video>(keys.video(video.id), saved)
    await queryClient.invalidateQueries({ queryKey: keys.videos })
  }
  const show = useAction({ run: (visibility: Video['visibility']) => save({ visibility }) })
  return (
    <Group gap="xs" align="flex-end">
      <Select
        size="xs"
        w={150}
        aria-label="Who can watch it"
        data={visibilityNotes.map(({ value, label }) => ({ value, label }))}
        value={video.visibility}
        onChange={value => value && show.mutate(value)}
      />
      <CaptionsButton video={video} />
      <Button size="xs" variant="default" leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setEditing(true)}>
        Edit
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/library' }) })}
      >
        Delete
      </Button>
      <Modal opened={isEditing} onClose={() => setEditing(false)} title="Title and description">
        <Stack>
          <AutosaveText label="Title" required maxLength={200} value={video.title} save={title => save({ title })} />
          <AutosaveText label="Description" lines={4} value={video.description} save={description => save({ description })} />
          <Button ml="auto" onClick={() => setEditing(false)}>
            Done
          </Button>
        </Stack>
      </Modal>
    </Group>
  )
}
