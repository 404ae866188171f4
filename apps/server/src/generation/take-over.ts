import { holdBudget } from '../budgets/hold.ts'
import { priceOf } from '../budgets/prices.ts'
import { releaseEndedJob } from '../budgets/settle.ts'
import type { Tx } from '../platform/database/database.ts'

/**
 * Makes another person the one who asks for what an ended job is to make again. What was set aside for whoever asked before is
 * given back, or booked where a service may have charged it; as much is set aside for the new one, with whose key a service is
 * then asked anew: what it began for another key cannot be fetched with this one.
 * @throws RequestError `budget-exceeded`
 */
export async function takeOver(tx: Tx, jobId: string, accountId: string): Promise<void> {
  const generation = await tx
    .selectFrom('generation')
    .select(['id', 'projectId', 'preset'])
    .where('jobId', '=', jobId)
    .forUpdate()
    .executeTakeFirst()
  if (!generation) return
  const { id: generationId, projectId, preset } = generation
  await releaseEndedJob(tx, jobId)
  await tx.deleteFrom('hostedAttempt').where('generationId', '=', generationId).execute()
  await tx.updateTable('generation').set({ ownerId: accountId }).where('id', '=', generationId).execute()
  await holdBudget(tx, { projectId, accountId }, [{ generationId, micros: priceOf(preset) }])
}
