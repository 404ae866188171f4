import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'
import type { Micros } from './prices.ts'
import { inDollars } from './prices.ts'
import { releaseEnded } from './settle.ts'

export type Payer = { projectId: string; accountId: string }
type Priced = { generationId: string; micros: Micros }

/**
 * Sets money aside for generations, all of them or none. The counters are raised by one statement that looks at the cap in
 * the same breath, so that no number of callers at once gets past it. What costs nothing touches nothing.
 *
 * @throws RequestError `budget-exceeded`
 */
export async function holdBudget(tx: Tx, { projectId, accountId }: Payer, priced: readonly Priced[]): Promise<void> {
  const costly = priced.flatMap(({ generationId, micros }) => (micros > 0 ? [{ generationId, micros }] : []))
  const total = costly.reduce((sum, { micros }) => sum + micros, 0)
  if (total === 0) return
  const payer = { projectId, accountId }
  await ensureBudgets(tx, payer)
  // Always the project first: two payers never wait for each other in a circle.
  await raise(tx, 'project', payer, total)
  await raise(tx, 'account', payer, total)
  await tx
    .insertInto('budgetHold')
    .values(costly.map(hold => ({ ...hold, ...payer, state: 'open' as const })))
    .onConflict(conflict =>
      conflict.column('generationId').doUpdateSet({
        ...{ state: 'open', settledMicros: null },
        ...{ micros: eb => eb.ref('excluded.micros'), accountId: eb => eb.ref('excluded.accountId') },
      }),
    )
    .execute()
  await tx
    .insertInto('budgetEntry')
    .values(costly.map(hold => ({ ...hold, ...payer, id: uuid(), kind: 'hold' as const })))
    .execute()
}

/** Sets the money of a generation aside once more where it was given back when its job failed, and now runs again. */
export async function holdAgain(tx: Tx, generationId: string): Promise<void> {
  const hold = await tx
    .selectFrom('budgetHold')
    .selectAll()
    .where('generationId', '=', generationId)
    .where('state', '=', 'released')
    .forUpdate()
    .executeTakeFirst()
  if (hold) await holdBudget(tx, hold, [hold])
}

async function ensureBudgets(tx: Tx, { projectId, accountId }: Payer): Promise<void> {
  await tx
    .insertInto('budget')
    .values([
      { scope: 'project', id: projectId },
      { scope: 'account', id: accountId },
    ])
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

async function raise(tx: Tx, scope: 'project' | 'account', payer: Payer, micros: Micros): Promise<void> {
  const id = scope === 'project' ? payer.projectId : payer.accountId
  if (await tryRaise(tx, scope, id, micros)) return
  // What failed or was called off may still be held.
  await releaseEnded(tx, payer)
  if (await tryRaise(tx, scope, id, micros)) return
  const { capMicros, ceilingMicros, heldMicros, spentMicros } = await tx
    .selectFrom('budget')
    .selectAll()
    .where('scope', '=', scope)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const cap = Math.min(capMicros ?? Number.POSITIVE_INFINITY, ceilingMicros ?? Number.POSITIVE_INFINITY)
  throw new RequestError(
    'budget-exceeded',
    `This would cost up to ${inDollars(micros)}, but of the ${inDollars(cap)} of ${scope === 'project' ? 'this project' : 'your account'} ` +
      `${inDollars(spentMicros)} are spent and ${inDollars(heldMicros)} are set aside for what is under way.`,
  )
}

async function tryRaise(tx: Tx, scope: 'project' | 'account', id: string, micros: Micros): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('budget')
    .set({ heldMicros: sql<number>`held_micros + ${micros}`, updatedAt: sql<string>`now()` })
    .where('scope', '=', scope)
    .where('id', '=', id)
    .where(sql<boolean>`held_micros + spent_micros + ${micros} <= coalesce(least(cap_micros, ceiling_micros), 9e18)`)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
