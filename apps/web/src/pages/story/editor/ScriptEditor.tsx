import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { useEffect, useRef, useState } from 'react'
import { editorCarets, others } from '../../../live/editorCarets.ts'
import { type BoundEditor, bindEditor } from '../../../live/editorText.ts'
import { tellNoSelection, tellSelection, usePeople } from '../../../live/people.ts'
import { splitHeading } from '../screenplay.ts'
import { completing, type Names } from './completions.ts'
import styles from './Editor.module.css'
import { highlighting } from './highlight.ts'
import { elementKeys } from './keys.ts'

/** Where the caret begins: at an end of the text, or where the pointer went down. */
export type Begin = 'start' | 'end' | { x: number; y: number }

type Props = {
  projectId: string
  sceneId: string
  heading: string
  text: string
  names: Names
  begin: Begin
  /** Grows each time that the caret is wanted here anew. */
  turn: number
  onText: (body: string) => void
  /** The caret wants to leave the text over its first or last line. */
  onLeave: (direction: -1 | 1) => void
  onMake: () => void
}

/** The text of a scene as one writes it: set as a screenplay, alone or with others. */
export function ScriptEditor({ projectId, sceneId, heading, text, names, begin, turn, onText, onLeave, onMake }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [bound, setBound] = useState<{ editor: BoundEditor; view: EditorView } | null>(null)
  const [status, setStatus] = useState({ isBusy: false, error: null as string | null })
  const latest = useRef({ heading, text, names, begin, onText, onLeave, onMake })
  latest.current = { heading, text, names, begin, onText, onLeave, onMake }
  const field = `scene.${sceneId}.text`

  useEffect(() => {
    if (!box.current) return
    const now = latest.current
    const headIn = (text: string) => splitHeading(text, latest.current.heading).head.length
    const editor = bindEditor({ projectId, field, saved: now.text, headIn })
    const tell = (view: EditorView) => {
      const { anchor, head } = view.state.selection.main
      const before = editor.head()
      tellSelection(projectId, field, editor.text.shared.doc.getText('text'), anchor + before, head + before)
    }
    const leaving = (direction: -1 | 1) => (view: EditorView) => {
      if (!isAtEdge(view, direction)) return false
      latest.current.onLeave(direction)
      return true
    }
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: editor.start,
        selection: { anchor: now.begin === 'end' ? editor.start.length : 0 },
        extensions: [
          // Every letter counts as one on both sides, whatever ends a line.
          EditorState.lineSeparator.of('\n'),
          EditorView.clipboardInputFilter.of(pasted => pasted.replaceAll(/\r\n?/g, '\n')),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Scene text', spellcheck: 'true', autocapitalize: 'sentences' }),
          placeholder('Write what happens…'),
          editor.extension,
          editorCarets({ doc: editor.text.shared.doc, head: editor.head }),
          highlighting,
          autocompletion({
            override: [completing(() => latest.current.names)],
            icons: false,
            defaultKeymap: false,
            interactionDelay: 0,
          }),
          Prec.high(keymap.of([{ key: 'Mod-Enter', run: () => (latest.current.onMake(), true) }, ...elementKeys])),
          keymap.of([
            ...completionKeymap.filter(({ key }) => key !== 'Enter'),
            { key: 'Mod-z', run: editor.undo, shift: editor.redo, preventDefault: true },
            { key: 'Mod-y', run: editor.redo, preventDefault: true },
            { key: 'ArrowUp', run: leaving(-1) },
            { key: 'ArrowDown', run: leaving(1) },
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of(({ docChanged, selectionSet, focusChanged, state, view }) => {
            if (docChanged) latest.current.onText(state.doc.toString())
            if (focusChanged && !view.hasFocus) tellNoSelection(projectId)
            else if (view.hasFocus && (docChanged || selectionSet || focusChanged)) tell(view)
          }),
        ],
      }),
    })
    const follow = () => {
      const { state, reason } = editor.text
      setStatus({ isBusy: state === 'unsaved', error: state === 'refused' ? reason : null })
    }
    editor.text.watchers.add(follow)
    if (typeof now.begin === 'object')
      view.dispatch({ selection: { anchor: view.posAtCoords(now.begin) ?? view.state.doc.length } })
    view.focus()
    now.onText(view.state.doc.toString())
    setBound({ editor, view })
    return () => {
      editor.text.watchers.delete(follow)
      tellNoSelection(projectId)
      view.destroy()
      editor.close()
      setBound(null)
    }
  }, [projectId, field])

  // A caret that comes again from a neighbour, or from the outline.
  useEffect(() => {
    if (!bound || typeof begin === 'object') return
    bound.view.dispatch({ selection: { anchor: begin === 'end' ? bound.view.state.doc.length : 0 }, scrollIntoView: true })
    bound.view.focus()
  }, [begin, turn, bound])

  const here = usePeople(projectId)
  useEffect(() => {
    if (bound)
      others(
        bound.view,
        here.filter(({ place }) => place.text?.field === field),
      )
  }, [bound, here, field])

  return (
    <>
      <div ref={box} className={styles.editor} data-busy={status.isBusy} />
      {status.error && <p className={styles.refused}>Not saved: {status.error}</p>}
    </>
  )
}

/** Whether the caret stands on the first, or the last, line as it is set. */
function isAtEdge(view: EditorView, direction: -1 | 1): boolean {
  const { main } = view.state.selection
  if (!main.empty) return false
  const edge = view.coordsAtPos(direction === -1 ? 0 : view.state.doc.length)
  const caret = view.coordsAtPos(main.head)
  if (!edge || !caret) return false
  return direction === -1 ? caret.top < edge.bottom : caret.bottom > edge.top
}
