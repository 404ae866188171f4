import { sql } from 'kysely'
import { notify } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'
import { requirePassword } from './change-password.ts'
import type { AccountContext } from './context.ts'
import { endSessions } from './sessions.ts'

/** What a room does with all that is an account's own there, as part of the transaction that deletes the account. */
export type Parting = (tx: Tx, accountId: string) => Promise<void>

/**
 * Deletes an account: it is signed out everywhere, its keys are forgotten, its address is free again and its name is shown
 * nowhere. What becomes of what it made each room decides in turn; one that refuses keeps the account.
 */
export async function deleteAccount(
  { database }: Pick<AccountContext, 'database'>,
  partings: readonly Parting[],
  accountId: string,
  password: string,
): Promise<void> {
  const { role } = await requirePassword({ database }, accountId, { field: 'password', password })
  if (role === 'owner') throw new RequestError('not-possible-now', 'Whoever owns this server cannot delete their account.')
  await database.transaction().execute(async tx => {
    for (const part of partings) await part(tx, accountId)
    await endSessions(tx, accountId, null)
    await withdrawKeys(tx, accountId)
    // The row stays, for what it made still names it.
    await tx
      .updateTable('account')
      .set({ deletedAt: sql<string>`now()`, email: `deleted-${accountId}`, name: 'Deleted account', passwordHash: '' })
      .where('id', '=', accountId)
      .execute()
  })
}

async function withdrawKeys(tx: Tx, accountId: string): Promise<void> {
  const keys = await tx
    .updateTable('apiKey')
    .set({ revokedAt: sql<string>`now()` })
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .returning('id')
    .execute()
  for (const { id } of keys) await notify(tx, { kind: 'key-withdrawn', keyId: id })
}
