import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'

/**
 * Gives a new video the stream that another one with the very same bytes has already: equal input is not processed again.
 * False where there is none yet.
 */
export async function shareStream(tx: Tx, videoId: string, sourceHash: string): Promise<boolean> {
  const made = await tx
    .selectFrom('video')
    .select('id')
    .where('sourceHash', '=', sourceHash)
    .where('id', '!=', videoId)
    .where('presentation', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!made) return false
  await sql`
    insert into video_file (video_id, name, blob_hash, size)
    select ${videoId}, name, blob_hash, size from video_file where video_id = ${made.id} and name not like 'quick/%'`.execute(tx)
  await sql`
    insert into blob_use (hash, size, media_type, kind, owner_id)
    select hash, size, media_type, kind, ${videoId} from blob_use where kind = 'video' and owner_id = ${made.id}
    on conflict do nothing`.execute(tx)
  await sql`
    update video v set presentation = o.presentation, facts = o.facts, duration_ms = o.duration_ms, width = o.width,
      height = o.height, poster_hash = o.poster_hash, prepared_at = now(), file_captions = o.file_captions,
      captions = coalesce(v.captions, o.file_captions)
    from video o where v.id = ${videoId} and o.id = ${made.id}`.execute(tx)
  return true
}
