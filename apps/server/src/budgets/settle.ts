import { type RawBuilder, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../platform/database/database.ts'
import type { Micros } from './prices.ts'

/**
 * Books what a generation really cost in the place of what was set aside for it. Once: a second call finds nothing to book. A
 * cost beyond what was held is booked as it is, and so is one that comes after the money was given back; the next hold will
 * meet it.
 */
export async function settleBudget(tx: Tx, generationId: string, micros: Micros): Promise<void> {
  await close(tx, generationId, { state: 'settled', kind: 'settle', micros, from: ['open', 'released'] })
}

/** Gives back what was set aside for a generation that cost nothing in the end. */
export async function releaseBudget(tx: Tx, generationId: string): Promise<void> {
  await close(tx, generationId, { state: 'released', kind: 'release', micros: 0, from: ['open'] })
}

type Closing = {
  state: 'settled' | 'released'
  kind: 'settle' | 'release'
  micros: Micros
  from: readonly ('open' | 'released')[]
}

async function close(tx: Tx, generationId: string, { state, kind, micros, from }: Closing): Promise<void> {
  const found = await tx
    .selectFrom('budgetHold')
    .select(['projectId', 'accountId'])
    .where('generationId', '=', generationId)
    .where('state', 'in', from)
    .executeTakeFirst()
  if (!found) return
  // In the order in which holds lock them.
  for (const [scope, id] of [['project', found.projectId] as const, ['account', found.accountId] as const])
    await sql`select from budget where scope = ${scope} and id = ${id} for update`.execute(tx)
  // Under those locks nobody else opens or closes it.
  const hold = await tx
    .selectFrom('budgetHold')
    .select(['projectId', 'accountId', 'micros', 'state'])
    .where('generationId', '=', generationId)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()
  if (!hold) return
  await tx.updateTable('budgetHold').set({ state, settledMicros: micros }).where('generationId', '=', generationId).execute()
  const held = hold.state === 'open' ? hold.micros : 0
  await tx
    .updateTable('budget')
    .set({ heldMicros: sql<number>`held_micros - ${held}`, spentMicros: sql<number>`spent_micros + ${micros}` })
    .where(eb => eb.or([eb.and({ scope: 'project', id: hold.projectId }), eb.and({ scope: 'account', id: hold.accountId })]))
    .execute()
  const { projectId, accountId } = hold
  const moved = kind === 'release' ? hold.micros : micros
  await tx.insertInto('budgetEntry').values({ id: uuid(), generationId, projectId, accountId, kind, micros: moved }).execute()
}

/** Of a project, of an account, or of either. */
type Of = { projectId: string | null; accountId: string | null }

/**
 * Gives back what is set aside for generations whose job failed or was cancelled. What a service was asked for, and never said
 * that it had not begun, may be charged: it counts as spent.
 */
export const releaseEnded = (tx: Tx, { projectId, accountId }: Of): Promise<void> =>
  giveBack(tx, sql`h.project_id = ${projectId} or h.account_id = ${accountId}`)

/** The same for one job. */
export const releaseEndedJob = (tx: Tx, jobId: string): Promise<void> => giveBack(tx, sql`j.id = ${jobId}`)

async function giveBack(tx: Tx, which: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ generationId: string; micros: Micros; mayBeCharged: boolean }>`
    select h.generation_id, h.micros, a.generation_id is not null as may_be_charged from budget_hold h
    join generation g on g.id = h.generation_id join job j on j.id = g.job_id
    left join hosted_attempt a on a.generation_id = g.id and a.state <> 'refused'
    where h.state = 'open' and j.state in ('failed', 'cancelled')
      and (${which})
    order by h.project_id, h.account_id`.execute(tx)
  for (const { generationId, micros, mayBeCharged } of rows)
    await (mayBeCharged ? settleBudget(tx, generationId, micros) : releaseBudget(tx, generationId))
}
