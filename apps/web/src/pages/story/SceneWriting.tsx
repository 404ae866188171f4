import { useRef } from 'react'
import { Carets } from '../../live/Carets.tsx'
import live from '../../live/Live.module.css'
import { useTellSelection } from '../../live/people.ts'
import { boundTo, useSharedText } from '../../live/useSharedText.ts'
import { splitHeading } from './screenplay.ts'
import styles from './Story.module.css'

/** The heading that a text may begin with has a field of its own. */
const headingIn = (text: string) => splitHeading(text).head.length

type Props = { projectId: string; sceneId: string; text: string; onDone: () => void }

/** The text of a scene while one writes in it, alone or with others. */
export function SceneWriting({ projectId, sceneId, text, onDone }: Props) {
  const ref = useRef<HTMLTextAreaElement>(null)
  const field = `scene.${sceneId}.text`
  const shared = useSharedText(projectId, field, text, ref, { hiddenIn: headingIn })
  const selection = useTellSelection(projectId, field, shared.doc, shared.hidden)
  const bound = boundTo(shared)
  return (
    <div className={live.field}>
      <textarea
        ref={ref}
        className={styles.writing}
        aria-label="Scene text"
        autoFocus
        rows={Math.max(6, shared.value.split('\n').length + 2)}
        {...bound}
        {...selection}
        onBlur={() => {
          selection.onBlur()
          onDone()
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') event.currentTarget.blur()
          else bound.onKeyDown(event)
        }}
      />
      <Carets projectId={projectId} field={field} doc={shared.doc} hidden={shared.hidden} within={ref} />
      {shared.error && <p className={styles.refused}>Not saved: {shared.error}</p>}
    </div>
  )
}
