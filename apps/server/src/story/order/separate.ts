import { generateKeyBetween } from 'fractional-indexing'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { type Ordered, parentColumn } from './position.ts'

/** Things that came back to a position that another one holds by now step right behind it. The caller holds the lock of the project. */
export async function separate(tx: Tx, kind: Ordered, ids: readonly string[]): Promise<void> {
  const [table, parent] = [sql.table(kind), sql.ref(parentColumn[kind])]
  const { rows } = await sql<{ id: string }>`
    select t.id from ${table} t where t.id = any(${ids}::uuid[]) and t.deleted_at is null and exists (
      select from ${table} s where s.${parent} = t.${parent} and s.position = t.position and s.id <> t.id and s.deleted_at is null)
    order by t.position, t.id`.execute(tx)
  for (const { id } of rows) {
    const { rows: places } = await sql<{ position: string; upper: string | null }>`
      select t.position, (select min(s.position) from ${table} s where s.${parent} = t.${parent} and s.position > t.position) as upper
      from ${table} t where t.id = ${id}`.execute(tx)
    const [place] = places
    if (!place) continue
    await sql`update ${table} set position = ${generateKeyBetween(place.position, place.upper)} where id = ${id}`.execute(tx)
  }
}
