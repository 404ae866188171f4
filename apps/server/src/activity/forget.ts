import { sql } from 'kysely'
import type { Database } from '../platform/database/database.ts'

/** So many changes go in one transaction, so that nobody waits for it long. */
const changesAtOnce = 500

/**
 * Throws away changes of long ago, with what took them back, in small steps. A change that was taken back or made again lately
 * stays with all of that. Returns how many changes went.
 */
export async function forgetOldActivity(database: Database, days: number): Promise<number> {
  let forgotten = 0
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from activity where id in (
        select a.id from activity a
        where a.about is null and a.created_at < now() - make_interval(days => ${days})
          and not exists (select from activity b where b.about = a.id and b.created_at >= now() - make_interval(days => ${days}))
        order by a.created_at limit ${changesAtOnce} for update skip locked)`.execute(database)
    forgotten += Number(numAffectedRows)
    if (numAffectedRows < BigInt(changesAtOnce)) return forgotten
  }
}
