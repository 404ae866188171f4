import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState, Prec, Transaction } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { type RefObject, useEffect, useRef } from 'react'
import { completing, type Names } from './completions.ts'
import styles from './Editor.module.css'
import { highlighting } from './highlight.ts'
import { elementKeys } from './keys.ts'

type Props = {
  text: string
  names: Names
  /** `isOwn` tells what was typed here from what came in from others. */
  onText: (text: string, isOwn: boolean) => void
  /** The editor itself, while it is on screen. */
  editing: RefObject<EditorView | null>
}

/** A screenplay of one's own, set as such; it begins with `text` and goes its own way from there. */
export function WholeEditor({ text, names, onText, editing }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef({ text, names, onText })
  latest.current = { text, names, onText }
  useEffect(() => {
    if (!box.current) return
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Whole text', spellcheck: 'true' }),
          history(),
          highlighting,
          autocompletion({
            override: [completing(() => latest.current.names)],
            icons: false,
            defaultKeymap: false,
            interactionDelay: 0,
          }),
          Prec.high(keymap.of(elementKeys)),
          keymap.of([...completionKeymap.filter(({ key }) => key !== 'Enter'), ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of(({ docChanged, state, transactions }) => {
            const isOwn = !transactions.some(one => one.annotation(Transaction.remote))
            if (docChanged) latest.current.onText(state.doc.toString(), isOwn)
          }),
        ],
      }),
    })
    editing.current = view
    return () => {
      editing.current = null
      view.destroy()
    }
  }, [editing])
  return <div ref={box} className={styles.editor} />
}
