import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Tx } from '../platform/database/database.ts'
import { codecOf } from './codec.ts'
import { columnOf, type Field } from './field.ts'

/** So many updates lie beside a document before they are made one with it. */
const compactAfter = 64

/** A document in hand, as part of a transaction that holds its row. */
export type OpenText = { field: Field; projectId: string; doc: Y.Doc; updates: number; bytes: number }

/**
 * The document of a field, locked until the transaction ends; made from the column where there is none yet. What another
 * writer put into the column meanwhile (an edit by the API, an import, an undo) enters the document as a change, and so
 * never takes away what was typed elsewhere. Null where the scene or panel is gone.
 */
export async function openText(tx: Tx, projectId: string, field: Field): Promise<OpenText | null> {
  if ((await columnOf(tx, field)) === undefined) return null
  await tx
    .insertInto('textDocument')
    .values({ field: field.name, projectId, state: Buffer.from(Y.encodeStateAsUpdate(new Y.Doc())) })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const { state } = await tx
    .selectFrom('textDocument')
    .select('state')
    .where('field', '=', field.name)
    .forUpdate()
    .executeTakeFirstOrThrow()
  // Only now: read before the lock it would be older than the document, and bring back what has been taken out since.
  const column = await columnOf(tx, field)
  if (column === undefined) return null
  const rows = await tx.selectFrom('textUpdate').select('bytes').where('field', '=', field.name).orderBy('id').execute()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
  const bytes = rows.reduce((sum, row) => sum + row.bytes.length, state.length)
  const text = { field, projectId, doc, updates: rows.length, bytes }
  await keep(
    tx,
    text,
    changeOf(doc, () => codecOf(field).enter(doc, column)),
  )
  return text
}

/** What `work` adds to a document, as one update; null where it adds nothing. */
export function changeOf(doc: Y.Doc, work: () => void): Uint8Array | null {
  const updates: Uint8Array[] = []
  const gather = (update: Uint8Array) => updates.push(update)
  doc.on('update', gather)
  try {
    work()
  } finally {
    doc.off('update', gather)
  }
  return updates.length === 0 ? null : Y.mergeUpdates(updates)
}

/**
 * What a document may take with all that does not show: everybody who opens the text reads it whole. Ten times what the
 * longest scene comes to.
 */
const largest = 8 * 1024 * 1024

/** Whether there is room for an update that has been applied. */
export const hasRoom = ({ bytes, doc }: OpenText, update: Uint8Array): boolean =>
  bytes + update.length <= largest || Y.encodeStateAsUpdate(doc).length <= largest

/** Writes down what was added to a document. */
export async function keep(tx: Tx, text: OpenText, update: Uint8Array | null): Promise<void> {
  if (!update) return
  const { name } = text.field
  text.bytes += update.length
  if (text.updates < compactAfter) {
    await tx
      .insertInto('textUpdate')
      .values({ field: name, bytes: Buffer.from(update) })
      .execute()
    text.updates += 1
    return
  }
  await tx
    .updateTable('textDocument')
    .set({ state: Buffer.from(Y.encodeStateAsUpdate(text.doc)), updatedAt: sql<string>`now()` })
    .where('field', '=', name)
    .execute()
  await tx.deleteFrom('textUpdate').where('field', '=', name).execute()
  text.updates = 0
}
