import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { holdTopics } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { topicsOf } from '../platform/jobs/enqueue.ts'
import type { JobRow } from '../platform/jobs/read.ts'

type Jobs = Context['jobs']
export type Which = { kind?: string | undefined; projectId?: string | undefined }

export const mine = (tx: Tx, accountId: string, { kind, projectId }: Which) => {
  let select = tx
    .selectFrom('job')
    .select(['id', 'ownerId', 'projectId'])
    .where('ownerId', '=', accountId)
    .where('deletedAt', 'is', null)
  if (kind) select = select.where('kind', '=', kind)
  if (projectId) select = select.where('projectId', '=', projectId)
  return select
}

/** Takes jobs out of the list, after cancelling those that wait. Returns how many. */
export async function clearJobs(
  tx: Tx,
  jobs: Jobs,
  accountId: string,
  { states, ...which }: Which & { states: readonly JobRow['state'][] },
): Promise<number> {
  const found = await mine(tx, accountId, which).where('state', 'in', states).orderBy('id').forUpdate().execute()
  await holdTopics(tx, found.flatMap(topicsOf))
  if (states.includes('queued')) for (const { id } of found) await jobs.cancelIfOpen(tx, id)
  await hide(
    tx,
    found.map(({ id }) => id),
  )
  return found.length
}

/** Takes one job out of the list, whatever its state. */
export async function deleteJob(tx: Tx, jobs: Jobs, id: string): Promise<void> {
  await jobs.cancelIfOpen(tx, id)
  await hide(tx, [id])
}

const hide = (tx: Tx, ids: string[]) =>
  tx.updateTable('job').set({ deletedAt: sql<string>`now()` }).where(sql<boolean>`id = any(${ids}::uuid[])`).execute()
