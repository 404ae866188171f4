import type { TextareaProps } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef } from 'react'
import * as Y from 'yjs'
import { GrowingText } from '../fields/GrowingText.tsx'
import { Carets } from './Carets.tsx'
import styles from './Live.module.css'
import { moved } from './moved.ts'
import { tellFieldSelection } from './people.ts'
import { rewrite } from './rewrite.ts'

type Props = Pick<TextareaProps, 'aria-label' | 'placeholder'> & {
  projectId: string
  field: string
  /** A text within the document of the field. */
  words: Y.Text
  hold: () => void
  release: () => void
}

/** One text of a document that holds several, written by several people. The part around it renders it anew when it changes. */
export function SharedWords({ projectId, field, words, hold, release, ...props }: Props) {
  const ref = useRef<HTMLTextAreaElement>(null)
  const history = useRef<Y.UndoManager>(null)
  const selection = useRef<[number, number] | null>(null)
  useEffect(() => {
    const undo = new Y.UndoManager(words, { trackedOrigins: new Set([ref]), captureTimeout: 600 })
    history.current = undo
    const follow = (event: Y.YTextEvent, { origin }: Y.Transaction) => {
      const element = ref.current
      if (origin === ref || !element || document.activeElement !== element) return
      const { selectionStart, selectionEnd } = element
      selection.current = [moved(selectionStart, event.delta), moved(selectionEnd, event.delta)]
    }
    words.observe(follow)
    return () => {
      words.unobserve(follow)
      undo.destroy()
    }
  }, [words])
  // What others typed before the caret has pushed it on.
  useLayoutEffect(() => {
    const now = selection.current
    selection.current = null
    if (now) ref.current?.setSelectionRange(...now)
  })
  return (
    <div className={styles.field}>
      <GrowingText
        {...props}
        ref={ref}
        size="xs"
        lines={1}
        value={words.toJSON()}
        onChange={({ currentTarget: { value, selectionEnd } }) => rewrite(words, words.toJSON(), value, selectionEnd, ref)}
        onCompositionStart={hold}
        onCompositionEnd={release}
        onKeyDown={event => {
          const key = event.key.toLowerCase()
          if (!(event.ctrlKey || event.metaKey) || (key !== 'z' && key !== 'y')) return
          event.preventDefault()
          if (key === 'y' || event.shiftKey) history.current?.redo()
          else history.current?.undo()
        }}
        {...tellFieldSelection(projectId, field, words)}
      />
      <Carets projectId={projectId} field={field} words={words} within={ref} />
    </div>
  )
}
