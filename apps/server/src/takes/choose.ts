import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import { showTake } from '../story/panels/choose-take.ts'
import { ensureBranches } from './origins.ts'
import { readTake } from './read.ts'
import type { Target } from './target.ts'

type Choice = { takeId: string | null; accountId: string | null; fromBranchId?: string | null }

/** Makes a take the choice of a branch, and remembers that it was. The panel shows it if it is on that branch. */
export async function chooseOn(tx: Tx, branchId: string, choice: Choice): Promise<void> {
  await point(tx, branchId, choice.takeId)
  const { takeId, accountId, fromBranchId = null } = choice
  await tx.insertInto('takeChoice').values({ id: uuid(), branchId, takeId, accountId, fromBranchId }).execute()
}

/** Moves the pointer of a branch without remembering it. */
export async function point(tx: Tx, branchId: string, takeId: string | null): Promise<void> {
  const { panelId, active } = await tx
    .updateTable('takeBranch')
    .set({ chosenTakeId: takeId })
    .where('id', '=', branchId)
    .returning(['panelId', 'active'])
    .executeTakeFirstOrThrow(notFound)
  if (active) await showTake(tx, panelId, takeId)
}

/**
 * A take of a panel that has just been made becomes the choice of the branch that it was asked for on; one of the cast lies beside
 * its others. Whoever looks at it hears of it.
 */
export async function landTake(tx: Tx, target: Target, takeId: string): Promise<void> {
  if (target.kind === 'panel') await lockBranches(tx, target.id)
  const { branchId, projectId } = await readTake(tx, takeId)
  if (target.kind === 'panel')
    await chooseOn(tx, branchId ?? (await activeBranch(tx, projectId, target.id)), { takeId, accountId: null })
  await publish(tx, [projectTopic(projectId)], changed(target.kind, target.id, projectId))
}

/** Makes a take, of whatever branch, the choice of the branch that its panel is on. */
export async function chooseTake(tx: Tx, panelId: string, takeId: string, accountId: string): Promise<void> {
  const { branchId, projectId } = await readTake(tx, takeId)
  const active = await activeBranch(tx, projectId, panelId)
  await chooseOn(tx, active, { takeId, accountId, fromBranchId: branchId === active ? null : branchId })
}

/** The branch that a panel is on; it stays so until the commit. */
export async function activeBranch(tx: Tx, projectId: string, panelId: string): Promise<string> {
  await ensureBranches(tx, projectId, [panelId])
  await lockBranches(tx, panelId)
  const { id } = await tx
    .selectFrom('takeBranch')
    .select('id')
    .where('panelId', '=', panelId)
    .where('active', '=', true)
    .executeTakeFirstOrThrow(notFound)
  return id
}

/**
 * Locks all branches of a panel, always in the same order. What is read of them must be read after it: while one waits for
 * a lock another may have switched.
 */
export async function lockBranches(tx: Tx, panelId: string): Promise<void> {
  await tx.selectFrom('takeBranch').select('id').where('panelId', '=', panelId).orderBy('id').forUpdate().execute()
}
