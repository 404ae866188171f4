import type { Upload } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Database } from '../../../platform/database/database.ts'
import { forgetUpload, type UploadRow } from './finish.ts'
import type { Spool } from './spool.ts'

/** An upload that nobody went on with for so long is thrown away. */
export const keptForDays = 7

/** Uploads of an account that are not finished, newest first. */
export async function listUploads(database: Database, spool: Spool, ownerId: string): Promise<{ items: Upload[] }> {
  const rows = await database
    .selectFrom('upload')
    .selectAll()
    .where('ownerId', '=', ownerId)
    .where('videoId', 'is', null)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  const items = await Promise.all(rows.map(async row => uploadReply(row, await spool.received(row.id))))
  return { items: items.filter(item => item !== null) }
}

/** Null for one whose bytes are gone, such as those of another server's folder. */
function uploadReply(
  { id, fileName, bytes, fingerprint, videoId, createdAt }: UploadRow,
  received: number | null,
): Upload | null {
  return received === null ? null : { id, fileName, bytes, received, fingerprint, videoId, createdAt }
}

/** Throws away what was given up, and spooled bytes that no upload knows. */
export async function forgetOldUploads(database: Database, spool: Spool): Promise<void> {
  const old = await database
    .selectFrom('upload')
    .select('id')
    .where('touchedAt', '<', sql<string>`now() - make_interval(days => ${keptForDays})`)
    .execute()
  for (const { id } of old) await forgetUpload({ database }, spool, id)
  for (const id of await spool.list()) {
    const row = await database.selectFrom('upload').select('videoId').where('id', '=', id).executeTakeFirst()
    if (!row || row.videoId) await spool.remove(id)
  }
}
