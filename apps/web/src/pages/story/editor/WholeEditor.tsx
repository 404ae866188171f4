import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { completing, type Names } from './completions.ts'
import styles from './Editor.module.css'
import { highlighting } from './highlight.ts'
import { elementKeys } from './keys.ts'

/** A screenplay of one's own, set as such; it begins with `text` and goes its own way from there. */
export function WholeEditor({ text, names, onText }: { text: string; names: Names; onText: (text: string) => void }) {
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
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) latest.current.onText(state.doc.toString())
          }),
        ],
      }),
    })
    return () => view.destroy()
  }, [])
  return <div ref={box} className={styles.editor} />
}
