import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import { type TargetColumns, targetOf } from '../takes/target.ts'
import { forgetTake, recallTake } from '../takes/trash.ts'

/** Deletes a generation and its take, and stops what is still being made; the panel shows none if it showed this one. */
export async function deleteGeneration(tx: Tx, jobs: Context['jobs'], id: string): Promise<void> {
  const { jobId } = await tx.selectFrom('generation').select('jobId').where('id', '=', id).executeTakeFirstOrThrow(notFound)
  // Before anything else: who delivers it has the job's row, too.
  if (jobId) await jobs.cancelIfOpen(tx, jobId)
  const row = await setDeleted(tx, id, true)
  await forgetTake(tx, id)
  await tell(tx, row)
}

export async function restoreGeneration(tx: Tx, id: string): Promise<void> {
  const row = await setDeleted(tx, id, false)
  await recallTake(tx, id)
  await tell(tx, row)
}

const tell = async (tx: Tx, row: TargetColumns & { projectId: string }): Promise<void> => {
  const target = targetOf(row)
  if (target) await publish(tx, [projectTopic(row.projectId)], changed(target.kind, target.id, row.projectId))
}

async function setDeleted(tx: Tx, id: string, deleted: boolean) {
  const row = await tx
    .updateTable('generation')
    .set({ deletedAt: deleted ? sql<string>`now()` : null })
    .where('id', '=', id)
    .returning(['projectId', 'panelId', 'characterId', 'locationId'])
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}
