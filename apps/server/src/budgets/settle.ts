import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../platform/database/database.ts'
import type { Micros } from './prices.ts'

/**
 * Books what a generation really cost in the place of what was set aside for it. Once: a second call finds nothing open. A
 * cost beyond what was held is booked as it is; the next hold will meet it.
 */
export async function settleBudget(tx: Tx, generationId: string, micros: Micros): Promise<void> {
  await close(tx, generationId, { state: 'settled', kind: 'settle', micros })
}

/** Gives back what was set aside for a generation that cost nothing in the end. */
export async function releaseBudget(tx: Tx, generationId: string): Promise<void> {
  await close(tx, generationId, { state: 'released', kind: 'release', micros: 0 })
}

type Closing = { state: 'settled' | 'released'; kind: 'settle' | 'release'; micros: Micros }

async function close(tx: Tx, generationId: string, { state, kind, micros }: Closing): Promise<void> {
  const found = await tx
    .selectFrom('budgetHold')
    .select(['projectId', 'accountId'])
    .where('generationId', '=', generationId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (!found) return
  // In the order in which holds lock them.
  for (const [scope, id] of [['project', found.projectId] as const, ['account', found.accountId] as const])
    await sql`select from budget where scope = ${scope} and id = ${id} for update`.execute(tx)
  const hold = await tx
    .updateTable('budgetHold')
    .set({ state, settledMicros: micros })
    .where('generationId', '=', generationId)
    .where('state', '=', 'open')
    .returning(['projectId', 'accountId', 'micros'])
    .executeTakeFirst()
  if (!hold) return
  await tx
    .updateTable('budget')
    .set({ heldMicros: sql<number>`held_micros - ${hold.micros}`, spentMicros: sql<number>`spent_micros + ${micros}` })
    .where(eb => eb.or([eb.and({ scope: 'project', id: hold.projectId }), eb.and({ scope: 'account', id: hold.accountId })]))
    .execute()
  const { projectId, accountId } = hold
  const moved = kind === 'release' ? hold.micros : micros
  await tx.insertInto('budgetEntry').values({ id: uuid(), generationId, projectId, accountId, kind, micros: moved }).execute()
}

/** Gives back what is set aside for generations whose job failed or was cancelled. */
export async function releaseEnded(tx: Tx, { projectId, accountId }: { projectId: string; accountId: string }): Promise<void> {
  const { rows } = await sql<{ generationId: string }>`
    select h.generation_id from budget_hold h
    join generation g on g.id = h.generation_id join job j on j.id = g.job_id
    where h.state = 'open' and j.state in ('failed', 'cancelled')
      and (h.project_id = ${projectId} or h.account_id = ${accountId})
    order by h.project_id, h.account_id`.execute(tx)
  for (const { generationId } of rows) await releaseBudget(tx, generationId)
}
