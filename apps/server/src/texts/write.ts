import { sql } from 'kysely'
import * as Y from 'yjs'
import { goOnTyping } from '../activity/entries.ts'
import { projectTopic, publish } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import { castOf } from '../story/cast/members.ts'
import { changeStory } from '../story/change-story.ts'
import { codecOf } from './codec.ts'
import type { Cast } from './dialogue.ts'
import { changeOf, hasRoom, keep, openText, type OpenText } from './document.ts'
import { fieldOf } from './field.ts'

/**
 * Adds an update to a text. When this resolves, the update, the column that every other reader sees and the event to the
 * others are in the database together. An update that is there already changes nothing.
 * @throws RequestError with the reason, where the text is gone, too long, or the update is none.
 */
export function writeText(database: Database, projectId: string, by: string, name: string, update: Uint8Array): Promise<void> {
  return changeStory(database, projectId, async tx => {
    const text = await openText(tx, projectId, fieldOf(name))
    if (!text) throw notFound()
    const cast = text.field.column === 'dialogue' ? await castOf(tx, projectId) : nobody
    const added = changeOf(text.doc, () => {
      apply(text.doc, update)
      if (!codecOf(text.field).fits(text.doc)) throw tooLong()
      text.doc.transact(() => codecOf(text.field).leave(text.doc, cast))
    })
    if (!added) return
    if (!hasRoom(text, added)) throw tooLong()
    await keep(tx, text, added)
    await goOnTyping(tx, by, text.field.id, snake(text.field.column))
    await writeColumn(tx, text, cast)
    const payload = Buffer.from(added).toString('base64')
    await publish(tx, [projectTopic(projectId)], { kind: 'text', field: name, update: payload, by, projectId })
  })
}

const tooLong = () => new RequestError('too-large', 'The text is longer than this field may be.')

/** What a text has beyond a state vector (null: all of it), and the state vector it stands at. */
export function readText(database: Database, projectId: string, name: string, vector: Uint8Array | null) {
  return database.transaction().execute(async tx => {
    const text = await openText(tx, projectId, fieldOf(name))
    if (!text) throw notFound()
    return { update: difference(text.doc, vector), vector: Y.encodeStateVector(text.doc) }
  })
}

function apply(doc: Y.Doc, update: Uint8Array) {
  try {
    Y.applyUpdate(doc, update)
  } catch (cause) {
    throw new RequestError('invalid-request', 'This is no update of Yjs.', { cause })
  }
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
    throw new RequestError('conflict', 'The update stands on others that have not come; read the text and send what it lacks.')
}

function difference(doc: Y.Doc, vector: Uint8Array | null) {
  try {
    return vector ? Y.encodeStateAsUpdate(doc, vector) : Y.encodeStateAsUpdate(doc)
  } catch (cause) {
    throw new RequestError('invalid-request', 'This is no state vector of Yjs.', { cause })
  }
}

const nobody: Cast = new Set()

const writeColumn = (tx: Tx, { field, doc }: OpenText, cast: Cast) =>
  sql`update ${sql.table(field.of)} set ${sql.ref(snake(field.column))} = ${codecOf(field).leave(doc, cast)} where id = ${field.id}`.execute(
    tx,
  )

const snake = (column: string) => column.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
