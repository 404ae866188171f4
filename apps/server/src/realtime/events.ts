import { sql } from 'kysely'
import type { Database } from '../platform/database/database.ts'

/** Events of a topic are kept for a day; a line that was down longer reads everything anew. */
const keptFor = sql`interval '1 day'`
/** What is read at once: so many events, and no more bytes of them than this unless one alone has more. */
const batch = 50
const batchBytes = 1024 * 1024

export async function sequenceOf(database: Database, topic: string): Promise<number> {
  const row = await database.selectFrom('topic').select('sequence').where('name', '=', topic).executeTakeFirst()
  return row?.sequence ?? 0
}

/**
 * What came after a sequence number, oldest first; null when part of it is no longer kept. One statement, so one snapshot:
 * a topic that grows meanwhile cannot look like one with a hole.
 */
export async function eventsAfter(database: Database, topic: string, after: number) {
  const rows = await database
    .selectFrom('topic as t')
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom(next =>
            next
              .selectFrom('event')
              .select(['sequence', 'payload'])
              .select(sql<number>`sum(bytes) over (order by sequence) - bytes`.as('bytesBefore'))
              .where('topic', '=', topic)
              .where('sequence', '>', after)
              .orderBy('sequence')
              .limit(batch)
              .as('next'),
          )
          .select(['sequence', 'payload'])
          .where('bytesBefore', '<', batchBytes)
          .as('e'),
      join => join.onTrue(),
    )
    .select(['t.sequence as current', 'e.sequence', 'e.payload'])
    .where('t.name', '=', topic)
    .orderBy('e.sequence')
    .execute()
  const current = rows[0]?.current ?? 0
  const events = rows.flatMap(({ sequence, payload }) => (sequence !== null && payload !== null ? [{ sequence, payload }] : []))
  return (events[0]?.sequence ?? current + 1) > after + 1 ? null : events
}

export const forgetOldEvents = (database: Database) =>
  database.deleteFrom('event').where('createdAt', '<', sql<string>`now() - ${keptFor}`).execute()
