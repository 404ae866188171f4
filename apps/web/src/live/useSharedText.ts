import { type RefObject, useCallback, useRef, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import { moved } from './moved.ts'
import { rewrite } from './rewrite.ts'
import { join, leave, opened } from './texts.ts'

type Field = HTMLTextAreaElement | HTMLInputElement

/**
 * Binds a text field to a text that several people write. Until the document has come, the field shows `saved`, and what
 * is typed waits for it; it is asked for once `isWanted`. Undo and redo take back what was typed here, never what others
 * typed.
 */
export function useSharedText(
  projectId: string,
  field: string,
  saved: string,
  ref: RefObject<Field | null>,
  { isWanted = true }: { isWanted?: boolean } = {},
) {
  const history = useRef<Y.UndoManager | null>(null)
  const subscribe = useCallback(
    (watcher: () => void) => {
      if (!isWanted) return () => undefined
      const text = join(projectId, field)
      const words = text.shared.doc.getText('text')
      const undo = new Y.UndoManager(words, { trackedOrigins: new Set([ref]), captureTimeout: 600 })
      history.current = undo
      const follow = (event: Y.YTextEvent, transaction: Y.Transaction) => {
        if (transaction.origin !== ref) show(ref.current, words.toJSON(), place => moved(place, event.delta))
        text.version += 1
        watcher()
      }
      words.observe(follow)
      text.watchers.add(watcher)
      return () => {
        words.unobserve(follow)
        text.watchers.delete(watcher)
        undo.destroy()
        leave(field)
      }
    },
    [projectId, field, ref, isWanted],
  )
  useSyncExternalStore(subscribe, () => (isWanted ? (opened(field)?.version ?? 0) : 0))

  const open = isWanted ? opened(field) : null
  const isReady = open?.shared.isReady() ?? false
  const words = open?.shared.doc.getText('text')
  const value = isReady && words ? words.toJSON() : (open?.shared.early() ?? saved)
  return {
    value,
    isReady,
    doc: open?.shared.doc ?? null,
    state: open?.state ?? 'reading',
    error: open?.state === 'refused' ? open.reason : null,
    hold: () => open?.shared.hold(),
    release: () => open?.shared.release(),
    undo: () => history.current?.undo(),
    redo: () => history.current?.redo(),
    change(written: string, caret: number) {
      if (isReady && words) rewrite(words, words.toJSON(), written, caret, ref)
      else {
        // The first key may come before the text has been asked for: it stays open until it has gone out.
        join(projectId, field).shared.typeEarly(value, written)
        leave(field)
      }
    },
  }
}
export type SharedField = ReturnType<typeof useSharedText>

/** Puts the new text into the field and leaves the selection on the letters that it was on. */
function show(element: Field | null, value: string, move: (place: number) => number) {
  if (!element) return
  const { selectionStart, selectionEnd, scrollTop } = element
  element.value = value
  if (selectionStart === null || selectionEnd === null || document.activeElement !== element) return
  element.setSelectionRange(move(selectionStart), move(selectionEnd))
  element.scrollTop = scrollTop
}

/** What a text field does so that several people can write in it. */
export function boundTo(shared: SharedField) {
  return {
    value: shared.value,
    'aria-busy': shared.state === 'unsaved',
    onChange: (event: { currentTarget: Field }) =>
      shared.change(event.currentTarget.value, event.currentTarget.selectionEnd ?? event.currentTarget.value.length),
    onCompositionStart: shared.hold,
    onCompositionEnd: shared.release,
    onKeyDown(event: { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; preventDefault(): void }) {
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || (key !== 'z' && key !== 'y')) return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) shared.redo()
      else shared.undo()
    },
  }
}
