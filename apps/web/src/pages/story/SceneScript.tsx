import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, useState } from 'react'
import type { ProjectEditor } from '../../api/editing.ts'
import type { TreeScene } from '../../api/tree.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { SharedText } from '../../live/SharedText.tsx'
import { SceneWriting } from './SceneWriting.tsx'
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
            <SharedText
              projectId={projectId}
              field={`scene.${scene.id}.synopsis`}
              aria-label="Synopsis"
              placeholder="Synopsis"
              variant="unstyled"
              lines={1}
              value={scene.synopsis}
            />
          </div>
          <ScriptText projectId={projectId} sceneId={scene.id} text={scene.text} />
        </div>
        <PanelStrip scene={scene} projectId={projectId} />
      </section>
    )
  },
  (was, is) => was.scene === is.scene && was.number === is.number,
)

/** Set as a screenplay to read, a plain text to write in once one clicks or presses Enter. */
function ScriptText({ projectId, sceneId, text }: { projectId: string; sceneId: string; text: string }) {
  const { body } = splitHeading(text)
  const [isWriting, setWriting] = useState(false)
  if (isWriting) return <SceneWriting projectId={projectId} sceneId={sceneId} text={text} onDone={() => setWriting(false)} />
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
      {body.trim() === '' && <p className={styles.placeholder}>Write what happens…</p>}
      {setScript(body).map((line, at) => (
        <p key={at} className={styles[line.kind]}>
          {line.text || ' '}
        </p>
      ))}
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
