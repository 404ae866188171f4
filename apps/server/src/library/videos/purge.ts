import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Database } from '../../platform/database/database.ts'

/** Removes for good what has lain in the trash for so many days; its bytes are collected as orphans. Returns how many. */
export async function purgeTrash({ database, log }: Pick<Context, 'database' | 'log'>, days: number): Promise<number> {
  const old = await database
    .selectFrom('video')
    .select('id')
    .where('deletedAt', '<', sql<string>`now() - make_interval(days => ${days})`)
    .orderBy('id')
    .limit(10_000)
    .execute()
  let purged = 0
  for (const { id } of old)
    try {
      await purge(database, id)
      purged += 1
    } catch (error) {
      // One that something else still holds on to must not keep the others.
      log.warn({ err: error, videoId: id }, 'a video could not be removed from the trash')
    }
  return purged
}

const purge = (database: Database, id: string) =>
  database.transaction().execute(async tx => {
    for (const statement of [
      sql`update video set duplicate_of = null where duplicate_of = ${id}`,
      sql`delete from upload where video_id = ${id}`,
      sql`delete from video_visit where video_id = ${id}`,
      sql`delete from video_file where video_id = ${id}`,
      sql`delete from blob_use where kind in ('video', 'video-quick') and owner_id = ${id}`,
      sql`delete from video where id = ${id} and deleted_at is not null`,
    ])
      await statement.execute(tx)
  })
