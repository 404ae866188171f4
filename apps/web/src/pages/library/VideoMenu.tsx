import { ActionIcon, Menu } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconDots, IconRefresh, IconRestore, IconTrash, IconX } from '@tabler/icons-react'
import { useVideoActions } from './useVideoActions.ts'

export function VideoMenu({ video }: { video: Video }) {
  const { restore, remove, cancel, retry } = useVideoActions(video)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More for ${video.title}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {video.deletedAt ? (
          <Menu.Item leftSection={<IconRestore size={16} aria-hidden />} onClick={() => restore.mutate()}>
            Restore
          </Menu.Item>
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
}
