import type { Timeline } from '../model.ts'
import { applyEdit } from './apply.ts'
import type { Edit, NewId } from './edit.ts'

/** A timeline with the edits that undo and redo it, latest last. Plain data. */
export type History = { readonly timeline: Timeline; readonly undo: readonly Edit[]; readonly redo: readonly Edit[] }

export const startHistory = (timeline: Timeline): History => ({ timeline, undo: [], redo: [] })

/** Makes an edit that can be taken back; what had been taken back before is forgotten. @throws EditRefused */
export const edited = (history: History, edit: Edit, newId: NewId): History => {
  const { timeline, inverse } = applyEdit(history.timeline, edit, newId)
  return { timeline, undo: [...history.undo, inverse], redo: [] }
}

// Only tracks are put back, and that takes no id.
const noId = (): string => ''

/** Takes the latest edit back; the same history where there is none. */
export const undone = (history: History): History => {
  const last = history.undo.at(-1)
  if (!last) return history
  const { timeline, inverse } = applyEdit(history.timeline, last, noId)
  return { timeline, undo: history.undo.slice(0, -1), redo: [...history.redo, inverse] }
}

/** Makes the latest edit again that was taken back; the same history where there is none. */
export const redone = (history: History): History => {
  const last = history.redo.at(-1)
  if (!last) return history
  const { timeline, inverse } = applyEdit(history.timeline, last, noId)
  return { timeline, undo: [...history.undo, inverse], redo: history.redo.slice(0, -1) }
}
