import { ActionIcon, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { lazy, memo, Suspense, useState } from 'react'
import type { ProjectEditor } from '../../api/editing.ts'
import type { TreeScene } from '../../api/tree.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { SharedText } from '../../live/SharedText.tsx'
import { putCaretInto, useWantedCaret } from './caretAt.ts'
import type { Names } from './editor/completions.ts'
import type { Begin } from './editor/ScriptEditor.tsx'
import editor from './editor/Editor.module.css'
import { PanelStrip, useScenePlan } from './ScenePlanStrip.tsx'
import { readScript, spansOf, splitHeading } from './screenplay.ts'
import { useNear } from './useNear.ts'
import styles from './Story.module.css'

const ScriptEditor = lazy(() => import('./editor/ScriptEditor.tsx').then(({ ScriptEditor }) => ({ default: ScriptEditor })))

/** Height of a scene around its text, and of a line of it, until it has been drawn. */
const ABOUT_PX = 150
const LINE_PX = 19

type Props = {
  scene: TreeScene
  number: string
  edit: ProjectEditor
  projectId: string
  names: Names
  /** It has just been added, and wants a heading. */
  isNew: boolean
  /** The scenes before and after, where the caret goes from the ends of the text. */
  before: string | undefined
  after: string | undefined
}

/** One scene of the script: heading, synopsis, text in screenplay layout, and the strip of its panels. */
export const SceneScript = memo(function SceneScript(props: Props) {
  const { scene, number, edit, projectId } = props
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
            isNew={props.isNew}
            list="known-headings"
            save={heading => edit.saveScene(scene.id, { heading }, scene.version)}
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
      </div>
      <Writing {...props} />
    </section>
  )
})

/** The text of a scene and, below it, its panels: set to read, an editor once one clicks into it or presses Enter. */
function Writing({ scene, projectId, names, before, after }: Props) {
  const { head, body } = splitHeading(scene.text, scene.heading)
  const wanted = useWantedCaret(scene.id)
  const [begun, setBegun] = useState<Begin | null>(null)
  const [written, setWritten] = useState<string | null>(null)
  const begin = wanted ? wanted.edge : begun
  // Once begun, the text stays open when the caret goes on to another.
  if (wanted && begun === null) setBegun(wanted.edge)
  const now = written === null ? scene.text : head + written
  const planning = useScenePlan(scene, now, begin !== null || (scene.panels.length === 0 && body.trim() !== ''))
  const leave = (direction: -1 | 1) => {
    const next = direction === -1 ? before : after
    if (next) putCaretInto(next, direction === -1 ? 'end' : 'start')
  }
  const reading = <ReadText body={body} onBegin={setBegun} />
  return (
    <>
      <div className={styles.body}>
        {begin === null ? (
          reading
        ) : (
          <Suspense fallback={reading}>
            <ScriptEditor
              projectId={projectId}
              sceneId={scene.id}
              heading={scene.heading}
              text={scene.text}
              names={names}
              begin={begin}
              turn={wanted?.turn ?? 0}
              onText={setWritten}
              onLeave={leave}
              onMake={planning.makeIfNew}
            />
          </Suspense>
        )}
      </div>
      <PanelStrip scene={scene} planning={planning} />
    </>
  )
}

function ReadText({ body, onBegin }: { body: string; onBegin: (begin: Begin) => void }) {
  const lines = body.split('\n')
  const kinds = readScript(lines)
  return (
    <div
      className={editor.page}
      role="textbox"
      aria-multiline
      aria-readonly
      tabIndex={0}
      aria-label="Scene text"
      onClick={event => onBegin({ x: event.clientX, y: event.clientY })}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        onBegin('start')
      }}
    >
      {body.trim() === '' && <p className={editor.placeholder}>Write what happens…</p>}
      {body.trim() !== '' &&
        lines.map((line, at) => (
          <p key={at} className={`cm-line cm-${kinds[at]}`}>
            <Styled line={line} kind={kinds[at] ?? 'action'} />
          </p>
        ))}
    </div>
  )
}

function Styled({ line, kind }: { line: string; kind: Parameters<typeof spansOf>[1] }) {
  const spans = spansOf(line, kind)
  if (spans.length === 0) return line || ' '
  const parts = []
  let at = 0
  for (const { from, to, style } of spans) {
    if (from < at) continue
    parts.push(
      line.slice(at, from),
      <span key={from} className={`cm-${style}`}>
        {line.slice(from, to)}
      </span>,
    )
    at = to
  }
  return [...parts, line.slice(at)]
}
