import type { Budget } from '@storycanvas/api'
import type { Database, Reader, Tx } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import type { Micros } from './prices.ts'

export type Scope = { scope: 'project' | 'account'; id: string }

/** Where a budget stands; a scope that never spent has none yet. */
export async function readBudget(database: Reader, { scope, id }: Scope): Promise<Budget> {
  const row = await database.selectFrom('budget').selectAll().where('scope', '=', scope).where('id', '=', id).executeTakeFirst()
  const { capMicros = null, ceilingMicros = null, heldMicros = 0, spentMicros = 0 } = row ?? {}
  const caps = [capMicros, ceilingMicros].filter(cap => cap !== null)
  const leftMicros = caps.length === 0 ? null : Math.max(0, Math.min(...caps) - heldMicros - spentMicros)
  return { capMicros, ceilingMicros, heldMicros, spentMicros, leftMicros }
}

type Limits = { capMicros?: Micros | null; ceilingMicros?: Micros | null }

/** Sets a limit, below what is spent already too: then nothing more is begun. */
export async function setLimit(tx: Tx, { scope, id }: Scope, limits: Limits): Promise<Budget> {
  await tx
    .insertInto('budget')
    .values({ scope, id, ...limits })
    .onConflict(conflict => conflict.columns(['scope', 'id']).doUpdateSet(limits))
    .execute()
  return readBudget(tx, { scope, id })
}

/** Every movement of a project's money, newest first. */
export async function listEntries(database: Database, projectId: string, limit: number, cursor: string | undefined) {
  const last = readCursor(cursor)
  let select = database
    .selectFrom('budgetEntry as e')
    .innerJoin('generation as g', 'g.id', 'e.generationId')
    .select(['e.id', 'e.generationId', 'e.accountId', 'e.kind', 'e.micros', 'e.createdAt', 'g.preset', 'g.panelId'])
    .where('e.projectId', '=', projectId)
    .orderBy('e.id', 'desc')
    .limit(limit + 1)
  if (last) select = select.where('e.id', '<', last.id)
  return pageOf(await select.execute(), limit, () => '')
}
