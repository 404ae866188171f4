import type { DialogueLine } from '@storycanvas/api'
import type * as Y from 'yjs'
import { type Cast, dialogueFits, enterLines, linesIn } from './dialogue.ts'
import { type Field, longest } from './field.ts'
import { rewrite, storable } from './rewrite.ts'

/** How a field's document and its column stand for each other. */
type Codec = {
  /** Changes the document so that it says what the column says. */
  enter(doc: Y.Doc, column: unknown): void
  /** Takes out of the document what no column can hold, and gives what the column has to say. `cast` is of the project. */
  leave(doc: Y.Doc, cast: Cast): unknown
  /** Whether the column may be as long; asked before anything is taken out. */
  fits(doc: Y.Doc): boolean
}

export const codecOf = ({ column }: Field): Codec => (column === 'dialogue' ? dialogue : plain(longest(column)))

const plain = (limit: number): Codec => ({
  enter: (doc, column) => doc.transact(() => rewrite(doc.getText('text'), String(column))),
  leave(doc) {
    const shared = doc.getText('text')
    rewrite(shared, storable(shared.toJSON()))
    return shared.toJSON()
  },
  fits: doc => doc.getText('text').length <= limit,
})

const dialogue: Codec = {
  enter: (doc, column) => doc.transact(() => enterLines(doc, column as DialogueLine[])),
  leave(doc, cast) {
    const lines = linesIn(doc, cast)
    enterLines(doc, lines)
    return JSON.stringify(lines)
  },
  fits: dialogueFits,
}
