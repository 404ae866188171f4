import { ActionIcon, Menu } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconDots, IconRefresh, IconRestore, IconTrash, IconTrashX, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { PurgeVideos } from './PurgeVideos.tsx'
import { useVideoActions } from './useVideoActions.ts'

export function VideoMenu({ video }: { video: Video }) {
  const { restore, remove, cancel, retry } = useVideoActions(video)
  const [isPurging, setPurging] = useState(false)
  const menu = (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More for ${video.title}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {video.deletedAt ? (
          <>
            <Menu.Item leftSection={<IconRestore size={16} aria-hidden />} onClick={() => restore.mutate()}>
              Restore
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrashX size={16} aria-hidden />} onClick={() => setPurging(true)}>
              Delete for good…
            </Menu.Item>
          </>
        ) : (
          <>
            {video.status === 'processing' && video.jobId && (
              <Menu.Item leftSection={<IconX size={16} aria-hidden />} onClick={() => cancel.mutate()}>
                Cancel processing
              </Menu.Item>
            )}
            {(video.status === 'failed' || video.status === 'cancelled') && video.jobId && (
              <Menu.Item leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => retry.mutate()}>
                Process again
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => remove.mutate()}>
              Move to trash
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
  return (
    <>
      {menu}
      <PurgeVideos ids={[video.id]} what={`“${video.title}”`} opened={isPurging} onClose={() => setPurging(false)} />
    </>
  )
}
