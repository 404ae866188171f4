import type * as Y from 'yjs'
import { differenceBetween } from './difference.ts'

/** Makes the change from one text to another on a shared text; `origin` marks it as somebody's own. */
export function rewrite(shared: Y.Text, before: string, after: string, caret?: number, origin?: unknown): void {
  const difference = differenceBetween(before, after, caret)
  if (!difference) return
  const at = Math.min(difference.at, shared.length)
  shared.doc?.transact(() => {
    shared.delete(at, Math.min(difference.removed, shared.length - at))
    shared.insert(at, difference.inserted)
  }, origin)
}
