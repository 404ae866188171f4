import type { TakeBranch } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Reader, Tx } from '../platform/database/database.ts'
import { invalidField, notFound, RequestError } from '../platform/http/problem.ts'
import { showTake } from '../story/panels/choose-take.ts'
import { activeBranch, chooseOn, lockBranches, point } from './choose.ts'
import { readTake } from './read.ts'
import type { TakeTables } from './tables.ts'

type BranchRow = Selectable<TakeTables['takeBranch']>

const branchReply = ({ id, panelId, name, active, chosenTakeId, fromTakeId, createdAt }: BranchRow): TakeBranch => ({
  ...{ id, panelId, name, active, chosenTakeId, fromTakeId, createdAt },
})

export async function branchesOf(database: Reader, panelId: string): Promise<TakeBranch[]> {
  const rows = await database
    .selectFrom('takeBranch')
    .selectAll()
    .where('panelId', '=', panelId)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(branchReply)
}

/** The branch, with its panel's branches locked against other changes. */
async function lockedBranch(tx: Tx, id: string): Promise<BranchRow> {
  const found = await tx.selectFrom('takeBranch').select('panelId').where('id', '=', id).executeTakeFirstOrThrow(notFound)
  await lockBranches(tx, found.panelId)
  return tx.selectFrom('takeBranch').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
}

const readBranch = async (tx: Tx, id: string): Promise<TakeBranch> =>
  branchReply(await tx.selectFrom('takeBranch').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound))

type NewBranch = { name: string; fromTakeId?: string | undefined; switch: boolean }
type Place = { projectId: string; panelId: string }

/** A branch that begins with a take of the panel, by default with the one that the panel shows. */
export async function createBranch(tx: Tx, { projectId, panelId }: Place, wish: NewBranch): Promise<TakeBranch> {
  const active = await lockedBranch(tx, await activeBranch(tx, projectId, panelId))
  const fromTakeId = wish.fromTakeId ?? active.chosenTakeId
  if (wish.fromTakeId && (await readTake(tx, wish.fromTakeId).catch(() => null))?.panelId !== panelId)
    throw invalidField('fromTakeId', 'is no take of this panel')
  await refuseTaken(tx, panelId, wish.name)
  const id = uuid()
  await tx
    .insertInto('takeBranch')
    .values({ id, projectId, panelId, name: wish.name, active: false, chosenTakeId: fromTakeId, fromTakeId })
    .execute()
  return wish.switch ? switchTo(tx, id) : readBranch(tx, id)
}

export async function renameBranch(tx: Tx, id: string, name: string): Promise<TakeBranch> {
  const { panelId } = await lockedBranch(tx, id)
  await refuseTaken(tx, panelId, name, id)
  await tx.updateTable('takeBranch').set({ name }).where('id', '=', id).execute()
  return readBranch(tx, id)
}

async function refuseTaken(tx: Tx, panelId: string, name: string, except: string | null = null): Promise<void> {
  const taken = await tx
    .selectFrom('takeBranch')
    .select('id')
    .where('panelId', '=', panelId)
    .where('deletedAt', 'is', null)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where(sql<boolean>`id is distinct from ${except}`)
    .executeTakeFirst()
  if (taken)
    throw new RequestError('already-exists', 'The panel has a branch of this name.', {
      errors: [{ field: 'name', message: 'is taken' }],
    })
}

export async function deleteBranch(tx: Tx, id: string): Promise<void> {
  const { active } = await lockedBranch(tx, id)
  if (active) throw new RequestError('not-possible-now', 'The panel is on this branch; switch to another one first.')
  await tx.updateTable('takeBranch').set({ deletedAt: sql<string>`now()` }).where('id', '=', id).execute()
}

/** Puts the panel on a branch. */
export async function switchTo(tx: Tx, id: string): Promise<TakeBranch> {
  const { panelId, chosenTakeId } = await lockedBranch(tx, id)
  await tx.updateTable('takeBranch').set({ active: false }).where('panelId', '=', panelId).where('active', '=', true).execute()
  await tx.updateTable('takeBranch').set({ active: true }).where('id', '=', id).execute()
  await showTake(tx, panelId, chosenTakeId)
  return readBranch(tx, id)
}

/** Takes over what was chosen on another branch of the panel. */
export async function mergeChoice(tx: Tx, id: string, fromBranchId: string, accountId: string): Promise<TakeBranch> {
  const { panelId } = await lockedBranch(tx, id)
  const from = await tx
    .selectFrom('takeBranch')
    .select(['chosenTakeId'])
    .where('id', '=', fromBranchId)
    .where('panelId', '=', panelId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!from || fromBranchId === id) throw invalidField('fromBranchId', 'is no other branch of this panel')
  if (from.chosenTakeId === null) throw new RequestError('not-possible-now', 'Nothing has been chosen on that branch.')
  await chooseOn(tx, id, { takeId: from.chosenTakeId, accountId, fromBranchId })
  return readBranch(tx, id)
}

/** Undoes the newest choice that has not been undone. */
export async function goBack(tx: Tx, id: string): Promise<TakeBranch> {
  const branch = await lockedBranch(tx, id)
  const [newest, before] = await tx
    .selectFrom('takeChoice')
    .select(['id', 'takeId'])
    .where('branchId', '=', id)
    .where('undoneAt', 'is', null)
    .orderBy('id', 'desc')
    .limit(2)
    .execute()
  if (!newest) throw new RequestError('not-possible-now', 'Nothing was chosen here before.')
  await tx.updateTable('takeChoice').set({ undoneAt: sql<string>`now()` }).where('id', '=', newest.id).execute()
  await point(tx, id, before?.takeId ?? branch.fromTakeId)
  return readBranch(tx, id)
}
