import { invalidField, notFound, RequestError } from '../platform/http/problem.ts'
import type { AccountContext } from './context.ts'
import { countGuess, forgetGuesses } from './guesses.ts'
import { hashPassword, passwordMatches } from './password.ts'
import { type AccountRow, endSessions, usableAccount } from './sessions.ts'

type Passwords = { currentPassword: string; newPassword: string }

/** Whoever knew the old password is signed out everywhere; the session that changes it goes on. */
export async function changePassword(
  { database }: Pick<AccountContext, 'database'>,
  { accountId, sessionId }: { accountId: string; sessionId: string },
  { currentPassword, newPassword }: Passwords,
): Promise<void> {
  const account = await requirePassword({ database }, accountId, { field: 'currentPassword', password: currentPassword })
  const passwordHash = await hashPassword(newPassword)
  await database.transaction().execute(async tx => {
    const { numUpdatedRows } = await tx
      .updateTable('account')
      .set({ passwordHash })
      .where('id', '=', accountId)
      .where('passwordHash', '=', account.passwordHash)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new RequestError('conflict', 'The password was changed elsewhere at this moment.')
    await endSessions(tx, accountId, sessionId)
  })
}

/** The account, once its password has been given again: whoever found a page left open must not guess on without end. */
export async function requirePassword(
  { database }: Pick<AccountContext, 'database'>,
  accountId: string,
  { field, password }: { field: string; password: string },
): Promise<AccountRow> {
  const account = await usableAccount(database, accountId)
  if (!account) throw notFound()
  await countGuess(database, accountId)
  if (!(await passwordMatches(password, account.passwordHash))) throw invalidField(field, 'is not your password')
  await forgetGuesses(database, accountId)
  return account
}
