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

/** In one transaction as long as nothing objects, which empties a large trash in a moment. */
const atOnce = 500

async function purgeEach(
  { database, log }: Pick<Context, 'database' | 'log'>,
  videos: readonly { id: string }[],
): Promise<number> {
  const ids = videos.map(({ id }) => id)
  let purged = 0
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = ids.slice(start, start + atOnce)
    purged += await purge(database, some).catch(async () => {
      let count = 0
      for (const id of some)
        try {
          count += await purge(database, [id])
        } catch (error) {
          // One that something else still holds on to must not keep the others.
          log.warn({ err: error, videoId: id }, 'a video could not be removed from the trash')
        }
      return count
    })
  }
  return purged
}

/** Those that somebody took back in the meantime, or that are gone, are left alone and not counted. */
const purge = (database: Database, ids: readonly string[]): Promise<number> =>
  database.transaction().execute(async tx => {
    const { rows } = await sql<{ id: string }>`
      select id from video where id = any(${ids}::uuid[]) and deleted_at is not null order by id for update`.execute(tx)
    if (rows.length === 0) return 0
    const these = sql`any(${rows.map(({ id }) => id)}::uuid[])`
    for (const statement of [
      sql`update video set duplicate_of = null where duplicate_of = ${these}`,
      sql`delete from upload where video_id = ${these}`,
      sql`delete from video_visit where video_id = ${these}`,
      sql`delete from video_file where video_id = ${these}`,
      sql`delete from blob_use where kind in ('video', 'video-quick') and owner_id = ${these}`,
      sql`delete from video where id = ${these}`,
    ])
      await statement.execute(tx)
    return rows.length
  })
