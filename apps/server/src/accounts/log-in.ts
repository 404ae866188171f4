import type { Tokens } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Reader } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'
import type { AccountContext } from './context.ts'
import { countGuess, forgetGuesses } from './guesses.ts'
import { passwordMatches } from './password.ts'
import { openSession, type Visitor } from './sessions.ts'

/**
 * Unknown address, wrong password and suspended account all take the same time and give the same answer. Guesses from where the
 * account has signed in before are counted apart, so that strangers cannot keep its owner out.
 * @throws RequestError `wrong-credentials`, `too-many-requests`
 */
export async function logIn(
  context: AccountContext,
  { email, password }: { email: string; password: string },
  visitor: Visitor,
): Promise<Tokens> {
  const whose = (await isKnownThere(context.database, email, visitor.address)) ? `${email}\n${visitor.address}` : email
  await countGuess(context.database, whose)
  const account = await context.database
    .selectFrom('account')
    .selectAll()
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  const matches = await passwordMatches(password, account?.passwordHash ?? null)
  if (!account || !matches || account.suspendedAt !== null)
    throw new RequestError('wrong-credentials', 'No account has this e-mail address and password.')
  await forgetGuesses(context.database, whose)
  return context.database.transaction().execute(tx => openSession(tx, context, account, visitor))
}

async function isKnownThere(database: Reader, email: string, address: string): Promise<boolean> {
  const { rows } = await sql`
    select from account a where lower(a.email) = lower(${email}) and a.deleted_at is null
      and exists (select from session where account_id = a.id and address = ${address})`.execute(database)
  return rows.length > 0
}
