import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { commentsQuery } from '../../api/queries.ts'
import type { TreeScene } from '../../api/tree.ts'
import { Comments } from '../../live/Comments.tsx'

/** What is said about a scene, behind a button that counts what is open; all scenes ask once. */
export function SceneComments({ scene }: { scene: TreeScene }) {
  const { id, projectId, heading } = scene
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery(commentsQuery(projectId, { kind: 'scene' }))
  const open =
    data?.items.filter(({ threadId, target }) => threadId === null && target.kind === 'scene' && target.id === id) ?? []
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={340} trapFocus withArrow>
      <Popover.Target>
        <Tooltip label="Comments on the scene">
          <Indicator disabled={open.length === 0} label={open.length} size={14} offset={3}>
            <ActionIcon
              size="sm"
              aria-label={`Comments on ${heading}${open.length > 0 ? `, ${open.length} open` : ''}`}
              onClick={() => setOpen(now => !now)}
            >
              <IconMessage size={14} aria-hidden />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Comments on ${heading}`}>
        {isOpen && <Comments projectId={projectId} target={{ kind: 'scene', id }} />}
      </Popover.Dropdown>
    </Popover>
  )
}
