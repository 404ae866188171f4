import type { Tokens } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Reader } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'
import type { AccountContext } from './context.ts'
import { hashPassword } from './password.ts'
import { openSession, type Visitor } from './sessions.ts'

/** Serialises first registrations: exactly one account becomes the owner. */
const registrationLock = 7_203_114_002

export async function installIsEmpty(database: Reader): Promise<boolean> {
  return (await database.selectFrom('account').select('id').limit(1).executeTakeFirst()) === undefined
}

/** Makes an account and signs it in; on an empty install it becomes the owner. */
export async function register(
  context: AccountContext,
  { email, name, password }: { email: string; name: string; password: string },
  visitor: Visitor,
): Promise<Tokens> {
  const passwordHash = await hashPassword(password)
  return context.database.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(${sql.lit(registrationLock)})`.execute(tx)
    const isFirst = await installIsEmpty(tx)
    if (!isFirst && context.registration === 'closed')
      throw new RequestError('registration-closed', 'This server does not take new accounts.')
    const taken = await tx
      .selectFrom('account')
      .select('id')
      .where(sql<boolean>`lower(email) = lower(${email})`)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (taken)
      throw new RequestError('already-exists', 'There is an account with this e-mail address.', {
        errors: [{ field: 'email', message: 'is taken; log in instead' }],
      })
    const account = await tx
      .insertInto('account')
      .values({ id: uuid(), email, name, passwordHash, role: isFirst ? 'owner' : 'member', suspendedAt: null })
      .returningAll()
      .executeTakeFirstOrThrow()
    return openSession(tx, context, account, visitor)
  })
}
