import { generateNKeysBetween } from 'fractional-indexing'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'

/** What stands in an order, and the column of what it stands in. */
export const parentColumn = { instruction: 'project_id', chapter: 'project_id', scene: 'chapter_id', panel: 'scene_id' } as const
export type Ordered = keyof typeof parentColumn

/**
 * The position behind the sibling `after`, first for null, last for undefined. Siblings in the trash count as neighbours,
 * so that a restored one never shares its place. The caller holds the lock of the project.
 */
export async function positionAfter(tx: Tx, kind: Ordered, parentId: string, after: string | null | undefined): Promise<string> {
  const [position] = await positionsAfter(tx, kind, parentId, after, 1)
  if (position === undefined) throw new Error('One position was asked for and none was given.')
  return position
}

/** As many positions as asked for, one behind the other at such a place. */
export async function positionsAfter(
  tx: Tx,
  kind: Ordered,
  parentId: string,
  after: string | null | undefined,
  count: number,
): Promise<string[]> {
  const siblings = sql`${sql.table(kind)} where ${sql.ref(parentColumn[kind])} = ${parentId}`
  if (after === undefined)
    return generateNKeysBetween(await one(tx, sql`select max(position) as position from ${siblings}`), null, count)
  if (after === null)
    return generateNKeysBetween(null, await one(tx, sql`select min(position) as position from ${siblings}`), count)
  const lower = await one(tx, sql`select position from ${siblings} and id = ${after} and deleted_at is null`)
  if (lower === null) throw invalidField('after', `is not a ${kind} of the same place`)
  const upper = await one(tx, sql`select min(position) as position from ${siblings} and position > ${lower}`)
  return generateNKeysBetween(lower, upper, count)
}

async function one(tx: Tx, query: ReturnType<typeof sql>): Promise<string | null> {
  const { rows } = await sql<{ position: string | null }>`${query}`.execute(tx)
  return rows[0]?.position ?? null
}
