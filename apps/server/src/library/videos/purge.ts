import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish } from '../../platform/bus/publish.ts'
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
  return purgeEach({ database, log }, old)
}

/** Removes for good what an account has in its trash: these videos, or all. Tells how many went and how many something holds on to. */
export async function purgeOwn(
  { database, log }: Pick<Context, 'database' | 'log'>,
  accountId: string,
  ids: readonly string[] | undefined,
): Promise<{ done: number; left: number }> {
  let select = database
    .selectFrom('video')
    .select('id')
    .where('ownerId', '=', accountId)
    .where('deletedAt', 'is not', null)
    .orderBy('id')
  if (ids) select = select.where('id', '=', sql<string>`any(${ids}::uuid[])`)
  const own = await select.execute()
  const done = await purgeEach({ database, log }, own)
  const [first] = own
  if (first) await database.transaction().execute(tx => publish(tx, [accountTopic(accountId)], changed('video', first.id, null)))
  return { done, left: own.length - done }
}

async function purgeEach(
  { database, log }: Pick<Context, 'database' | 'log'>,
  videos: readonly { id: string }[],
): Promise<number> {
  let purged = 0
  for (const { id } of videos)
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
    const { rows } = await sql`select from video where id = ${id} and deleted_at is not null for update`.execute(tx)
    // Somebody took it back in the meantime, or it is gone.
    if (rows.length === 0) return
    for (const statement of [
      sql`update video set duplicate_of = null where duplicate_of = ${id}`,
      sql`delete from upload where video_id = ${id}`,
      sql`delete from video_visit where video_id = ${id}`,
      sql`delete from video_file where video_id = ${id}`,
      sql`delete from blob_use where kind in ('video', 'video-quick') and owner_id = ${id}`,
      sql`delete from video where id = ${id}`,
    ])
      await statement.execute(tx)
  })
