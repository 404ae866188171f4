import type { Context } from '../context.ts'
import type { Reader, Tx } from '../platform/database/database.ts'
import { waitingOf } from '../platform/jobs/next.ts'

/** Holds back everything of an account that waits, and what will be added. */
export async function holdQueue(tx: Tx, accountId: string): Promise<void> {
  await tx
    .insertInto('queuePause')
    .values({ accountId })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

export async function releaseQueue(tx: Tx, jobs: Context['jobs'], accountId: string): Promise<void> {
  const held = await tx.deleteFrom('queuePause').where('accountId', '=', accountId).executeTakeFirst()
  if (held.numDeletedRows > 0n) await jobs.released(tx, await waitingOf(tx, accountId))
}

export async function isHeld(database: Reader, accountId: string): Promise<boolean> {
  const row = await database.selectFrom('queuePause').select('accountId').where('accountId', '=', accountId).executeTakeFirst()
  return row !== undefined
}
