import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import type { ProjectEditor } from '../../api/editing.ts'
import type { TreeScene } from '../../api/tree.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useAutosave } from '../../fields/useAutosave.ts'
import { setScript, splitHeading } from './screenplay.ts'
import { useNear } from './useNear.ts'
import styles from './Story.module.css'

/** Height of a scene around its text, and of a line of it, until it has been drawn. */
const ABOUT_PX = 150
const LINE_PX = 19

type Props = { scene: TreeScene; number: string; edit: ProjectEditor; projectId: string }

/** One scene of the script: heading, synopsis, text in screenplay layout, and the strip of its panels. */
export const SceneScript = memo(
  function SceneScript({ scene, number, edit, projectId }: Props) {
    const { ref, isNear } = useNear()
    if (!isNear) {
      const height = ABOUT_PX + LINE_PX * scene.text.split('\n').length
      return <section ref={ref} id={`scene-${scene.id}`} className={styles.scene} aria-label={scene.heading} style={{ height }} />
    }
    return (
      <section ref={ref} id={`scene-${scene.id}`} className={styles.scene} aria-label={scene.heading}>
        <div className={styles.sheet}>
          <div className={styles.heading}>
            <span className={styles.number} aria-hidden>
              {number}
            </span>
            <AutosaveText
              aria-label="Scene heading"
              variant="unstyled"
              value={scene.heading}
              maxLength={300}
              required
              save={heading => edit.saveScene(scene.id, { heading })}
            />
            <Tooltip label="Delete scene">
              <ActionIcon
                className={styles.remove}
                aria-label={`Delete scene ${scene.heading}`}
                onClick={() => void edit.deleteScene(scene)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </div>
          <div className={styles.synopsis}>
            <AutosaveText
              aria-label="Synopsis"
              placeholder="Synopsis"
              variant="unstyled"
              lines={1}
              value={scene.synopsis}
              save={synopsis => edit.saveScene(scene.id, { synopsis })}
            />
          </div>
          <ScriptText text={scene.text} save={text => edit.saveScene(scene.id, { text })} />
        </div>
        <PanelStrip scene={scene} projectId={projectId} />
      </section>
    )
  },
  (was, is) => was.scene === is.scene && was.number === is.number,
)

/** Set as a screenplay to read, a plain text to write in once one clicks or presses Enter. */
function ScriptText({ text, save }: { text: string; save: (text: string) => Promise<unknown> }) {
  const { head, body } = splitHeading(text)
  const field = useAutosave(body, written => save(head + written))
  const [isWriting, setWriting] = useState(false)
  if (isWriting)
    return (
      <textarea
        className={styles.writing}
        aria-label="Scene text"
        autoFocus
        value={field.value}
        rows={Math.max(6, field.value.split('\n').length + 2)}
        onChange={event => field.change(event.currentTarget.value)}
        onBlur={() => {
          field.flush()
          setWriting(false)
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    )
  return (
    <div
      className={styles.text}
      role="textbox"
      aria-multiline
      aria-readonly
      tabIndex={0}
      aria-label="Scene text"
      onClick={() => setWriting(true)}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        setWriting(true)
      }}
    >
      {field.value.trim() === '' && <p className={styles.placeholder}>Write what happens…</p>}
      {setScript(field.value).map((line, at) => (
        <p key={at} className={styles[line.kind]}>
          {line.text || ' '}
        </p>
      ))}
      {field.error && <p className={styles.refused}>Not saved: {field.error}</p>}
    </div>
  )
}

function PanelStrip({ scene, projectId }: { scene: TreeScene; projectId: string }) {
  if (scene.panels.length === 0) return null
  return (
    <div className={styles.strip} role="list" aria-label={`Panels of ${scene.heading}`}>
      {scene.panels.map((panel, at) => (
        <Link
          key={panel.id}
          role="listitem"
          to="/projects/$id/board"
          params={{ id: projectId }}
          search={{ panel: panel.id }}
          className={styles.frame}
          title={panel.description}
          aria-label={`Panel ${at + 1}: ${panel.description}`}
        >
          {panel.chosenTake ? <img src={panel.chosenTake.thumbnailUrl} alt="" loading="lazy" /> : <span>{at + 1}</span>}
        </Link>
      ))}
    </div>
  )
}
