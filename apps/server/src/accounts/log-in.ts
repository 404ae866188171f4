import type { Tokens } from '@storycanvas/api'
import { sql } from 'kysely'
import { RequestError } from '../platform/http/problem.ts'
import type { AccountContext } from './context.ts'
import { passwordMatches } from './password.ts'
import { openSession, type Visitor } from './sessions.ts'

/** Unknown address, wrong password and suspended account all take the same time and give the same answer. */
export async function logIn(
  context: AccountContext,
  { email, password }: { email: string; password: string },
  visitor: Visitor,
): Promise<Tokens> {
  const account = await context.database
    .selectFrom('account')
    .selectAll()
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  const matches = await passwordMatches(password, account?.passwordHash ?? null)
  if (!account || !matches || account.suspendedAt !== null)
    throw new RequestError('wrong-credentials', 'No account has this e-mail address and password.')
  return context.database.transaction().execute(tx => openSession(tx, context, account, visitor))
}
