import type { DialogueLine } from '@storycanvas/api'
import type * as Y from 'yjs'
import { enterLines, linesIn } from './dialogue.ts'
import { differenceBetween } from './difference.ts'
import { longest, type Field } from './field.ts'

/** How a field's document and its column stand for each other. */
type Codec = {
  /** Changes the document so that it says what the column says. */
  enter(doc: Y.Doc, column: unknown): void
  /** Takes out of the document what no column can hold, and gives what the column has to say. */
  leave(doc: Y.Doc): unknown
  /** Whether the column may be as long. */
  fits(doc: Y.Doc): boolean
}

export const codecOf = ({ column }: Field): Codec => (column === 'dialogue' ? dialogue : plain(longest(column)))

/** PostgreSQL holds neither U+0000 nor half a surrogate pair. */
export const storable = (text: string) => text.replaceAll('\u0000', '').toWellFormed()

/** Makes a shared text say something, touching only what differs. */
export function rewrite(shared: Y.Text, wanted: string): void {
  const difference = differenceBetween(shared.toString(), wanted)
  if (!difference) return
  shared.delete(difference.at, difference.removed)
  shared.insert(difference.at, difference.inserted)
}

const plain = (limit: number): Codec => ({
  enter: (doc, column) => doc.transact(() => rewrite(doc.getText('text'), String(column))),
  leave(doc) {
    const shared = doc.getText('text')
    rewrite(shared, storable(shared.toString()))
    return shared.toString()
  },
  fits: doc => doc.getText('text').length <= limit,
})

const dialogue: Codec = {
  enter: (doc, column) => doc.transact(() => enterLines(doc, column as DialogueLine[])),
  leave(doc) {
    const lines = linesIn(doc)
    enterLines(doc, lines)
    return JSON.stringify(lines)
  },
  fits: doc => linesIn(doc).length <= 100 && linesIn(doc).every(({ text }) => text.length <= 5000),
}
