import { Popover } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { commentsQuery } from '../../api/queries.ts'
import type { TreeScene } from '../../api/tree.ts'
import { Comments } from '../../live/Comments.tsx'
import styles from './Board.module.css'

/** What is said about a scene, behind a button that counts what is open; all scenes ask once. */
export function SceneComments({ scene }: { scene: TreeScene }) {
  const { id, projectId, heading } = scene
  const [isOpen, setOpen] = useState(false)
  // What costs something to have ready comes with the first hand that is laid on the button.
  const [isReady, setReady] = useState(false)
  const { data } = useQuery(commentsQuery(projectId, { kind: 'scene' }))
  const open = data?.items.filter(({ threadId, target }) => threadId === null && target.kind === 'scene' && target.id === id)
  const count = open?.length ?? 0
  const label = `Comments on ${heading}`
  return (
    <span className={styles.comments}>
      <button
        type="button"
        className={styles.tool}
        title="Comments on the scene"
        aria-label={count > 0 ? `${label}, ${count} open` : label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onFocus={() => setReady(true)}
        onPointerDown={() => setReady(true)}
        // What is open closes at a press outside; the button would open it again at once.
        onMouseDown={event => isOpen && event.stopPropagation()}
        onClick={() => setOpen(now => !now)}
      >
        <IconMessage size={14} aria-hidden />
        {count > 0 && <span className={styles.count}>{count}</span>}
      </button>
      {isReady && (
        <Popover
          opened={isOpen}
          onChange={setOpen}
          position="bottom-end"
          width={340}
          trapFocus
          returnFocus
          withArrow
          withRoles={false}
        >
          <Popover.Target>
            <span className={styles.anchor} />
          </Popover.Target>
          <Popover.Dropdown role="dialog" aria-label={label}>
            {isOpen && <Comments projectId={projectId} target={{ kind: 'scene', id }} />}
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  )
}
