import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'
import { conflictOver, type Obstacle } from './conflict.ts'

/** What stands in what, with the names of both. */
const nestings = [
  { inner: 'panel', outer: 'scene', column: 'scene_id', innerName: 'description', outerName: 'heading' },
  { inner: 'scene', outer: 'chapter', column: 'chapter_id', innerName: 'heading', outerName: 'title' },
] as const

/**
 * Refuses a reversal after which something would stand in what lies in the trash.
 * @throws RequestError `conflict`
 */
export async function requirePlaces(tx: Tx, entryId: string): Promise<void> {
  for (const { inner, outer, column, innerName, outerName } of nestings) {
    const changed = (kind: string) =>
      sql`(select object_id from activity_change where activity_id = ${entryId} and kind = ${kind})`
    const lastHand = (id: ReturnType<typeof sql>) => sql`(
      select account.name from activity_change c join activity a on a.id = c.activity_id join account on account.id = a.account_id
      where c.object_id = ${id} and a.id <> ${entryId} order by a.ordinal desc limit 1)`
    const [i, o] = [sql.ref('i.id'), sql.ref('o.id')]
    const { rows } = await sql<Obstacle & { isInner: boolean }>`
      select * from (
        select i.id in ${changed(inner)} as "isInner",
          case when i.id in ${changed(inner)} then o.id else i.id end as id,
          case when i.id in ${changed(inner)} then o.${sql.ref(outerName)} else i.${sql.ref(innerName)} end as name,
          case when i.id in ${changed(inner)} then ${lastHand(o)} else ${lastHand(i)} end as by
        from ${sql.table(inner)} i join ${sql.table(outer)} o on o.id = i.${sql.ref(column)}
        where i.deletion_id is null and o.deletion_id is not null
          and (i.id in ${changed(inner)} or o.id in ${changed(outer)})
        limit 20
      ) stray`.execute(tx)
    const [inTrash, since] = [rows.filter(({ isInner }) => isInner), rows.filter(({ isInner }) => !isInner)]
    if (inTrash.length > 0) throw conflictOver(inTrash, 'was put into the trash')
    if (since.length > 0) throw conflictOver(since, 'was put there since')
  }
}
