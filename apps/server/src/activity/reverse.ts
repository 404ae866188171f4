import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'
import { conflictOver, type Obstacle } from './conflict.ts'
import { recorded, type RecordedKind } from './recorded.ts'

/** What an entry changed of one kind, and is to be as it was before. `by` is the entry that does this. */
type Reversal = { entryId: string; kind: RecordedKind; by: string }

/**
 * Puts back what an entry changed in rows of one kind. A row that came with it goes into the trash.
 * @throws RequestError `conflict` with who has changed it since
 */
export async function reverse(tx: Tx, reversal: Reversal): Promise<void> {
  await requireUnchanged(tx, reversal)
  await writeBack(tx, reversal)
}

async function requireUnchanged(tx: Tx, { entryId, kind }: Reversal): Promise<void> {
  const { rows } = await sql<Obstacle>`
    select c.object_id as id, coalesce(to_jsonb(t) ->> ${recorded[kind]}, '') as name, later.name as by
    from activity e
    join activity_change c on c.activity_id = e.id and c.kind = ${kind}
    left join ${sql.table(kind)} t on t.id = c.object_id
    cross join lateral (
      select array_agg(wanted.key) as fields from jsonb_each(c.after) wanted
      where to_jsonb(t) -> wanted.key is distinct from wanted.value
    ) differing
    left join lateral (
      select account.name from activity_change other
      join activity a on a.id = other.activity_id
      left join account on account.id = a.account_id
      where other.object_id = c.object_id and other.kind = c.kind and other.after ?| differing.fields and a.ordinal > e.ordinal
      order by a.ordinal desc limit 1
    ) later on true
    where e.id = ${entryId} and differing.fields is not null
    order by c.object_id limit 20`.execute(tx)
  if (rows.length > 0) throw conflictOver(rows, 'has been changed since')
}

async function writeBack(tx: Tx, { entryId, kind, by }: Reversal): Promise<void> {
  const { rows } = await sql<{ column: string }>`
    select distinct jsonb_object_keys(before) as column from activity_change
    where activity_id = ${entryId} and kind = ${kind} and before is not null`.execute(tx)
  const table = sql.table(kind)
  const as = sql`coalesce(c.before, jsonb_build_object('deletion_id', ${by}::uuid))`
  const where = sql`c.activity_id = ${entryId} and c.kind = ${kind} and t.id = c.object_id`
  if (kind === 'project') {
    const columns = rows.map(({ column }) => sql.ref(column))
    await sql`update ${table} t set (${sql.join(columns)}) =
      (select ${sql.join(rows.map(({ column }) => sql.ref(`r.${column}`)))} from jsonb_populate_record(t, ${as}) r)
      from activity_change c where ${where}`.execute(tx)
    return
  }
  const names = [...new Set([...rows.map(({ column }) => column), 'deletion_id'])]
  await sql`update ${table} t set (${sql.join(names.map(name => sql.ref(name)))}, deleted_at) =
    (select ${sql.join(names.map(name => sql.ref(`r.${name}`)))}, case when r.deletion_id is not null then coalesce(t.deleted_at, now()) end
      from jsonb_populate_record(t, ${as}) r)
    from activity_change c where ${where}`.execute(tx)
}
