import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'
import { narrowed } from './videos/narrowed.ts'

/**
 * Puts the videos of an account into the trash, and its music and pictures, but for what others see or hear in a film of theirs;
 * those uploads that are not finished end, and what it watched is forgotten.
 */
export async function trashOwnLibrary(tx: Tx, accountId: string): Promise<void> {
  const videos = await tx
    .updateTable('video')
    .set({ deletedAt: sql<string>`now()` })
    .where('ownerId', '=', accountId)
    .where('deletedAt', 'is', null)
    .returning('id')
    .execute()
  await narrowed(
    tx,
    videos.map(({ id }) => id),
  )
  await tx.deleteFrom('upload').where('ownerId', '=', accountId).where('videoId', 'is', null).execute()
  await tx.deleteFrom('videoWatched').where('accountId', '=', accountId).execute()
  await sql`delete from blob_use where kind = 'media' and owner_id in (${unused(accountId)})`.execute(tx)
  await sql`update media_file set deleted_at = coalesce(deleted_at, now()) where id in (${unused(accountId)})`.execute(tx)
}

const unused = (accountId: string) => sql`
  select id from media_file f where owner_id = ${accountId} and not exists (
    select from project p where p.deleted_at is null and p.id in (
      select project_id from clip where media_id = f.id and deleted_at is null
      union all select project_id from character where reference_ids @> array[f.id] and deleted_at is null
      union all select project_id from location where reference_ids @> array[f.id] and deleted_at is null))`
