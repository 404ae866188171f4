import type * as Y from 'yjs'
import { differenceBetween } from './difference.ts'

/** PostgreSQL holds neither U+0000 nor half a surrogate pair. */
export const storable = (text: string) => text.replaceAll('\u0000', '').toWellFormed()

/** Makes a shared text say something, touching only what differs. */
export function rewrite(shared: Y.Text, wanted: string): void {
  const difference = differenceBetween(shared.toJSON(), wanted)
  if (!difference) return
  shared.delete(difference.at, difference.removed)
  shared.insert(difference.at, difference.inserted)
}
