import type { Take, TakeBranch, TakeTree } from '@storycanvas/api'
import type { Reader } from '../platform/database/database.ts'

/** Lays takes out for a drawing: each branch has a lane, in the order in which they began; each take a row, oldest first. */
export function layTree(branches: readonly TakeBranch[], takes: readonly Take[]): Pick<TakeTree, 'branches' | 'takes'> {
  const lanes = new Map(branches.map(({ id }, lane) => [id, lane]))
  const oldestFirst = takes.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    branches: branches.map((branch, lane) => ({ ...branch, lane })),
    // Takes of a deleted branch stand with the first one.
    takes: oldestFirst.map((take, row) => ({ take, row, lane: (take.branchId && lanes.get(take.branchId)) || 0 })),
  }
}

/** Choices that branches of a panel took over from each other and did not go back on. */
export async function mergesOf(database: Reader, panelId: string): Promise<TakeTree['merges']> {
  const rows = await database
    .selectFrom('takeChoice as c')
    .innerJoin('takeBranch as b', 'b.id', 'c.branchId')
    .select(['c.branchId', 'c.fromBranchId', 'c.takeId', 'c.createdAt'])
    .where('b.panelId', '=', panelId)
    .where('c.fromBranchId', 'is not', null)
    .where('c.undoneAt', 'is', null)
    .orderBy('c.id')
    .execute()
  return rows.flatMap(({ fromBranchId, takeId, ...merge }) =>
    fromBranchId && takeId ? [{ ...merge, fromBranchId, takeId }] : [],
  )
}
