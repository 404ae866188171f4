import type { Tokens } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { notify } from '../platform/bus/publish.ts'
import type { Reader, Tx } from '../platform/database/database.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import type { AccountContext } from './context.ts'
import type { AccountTables } from './tables.ts'
import { hashToken, newRefreshToken, signAccessToken } from './tokens.ts'

export type AccountRow = Selectable<AccountTables['account']>

const sessionDays = 60
/** Two tabs may refresh at the same moment: the loser gets an error, not a revoked session. */
const graceSeconds = 10

export const accountReply = ({ id, email, name, role, createdAt }: AccountRow) => ({ id, email, name, role, createdAt })

export type Visitor = { userAgent: string; address: string }

/** Signs an account in: a new session with its first pair of tokens. */
export async function openSession(tx: Tx, context: AccountContext, account: AccountRow, visitor: Visitor): Promise<Tokens> {
  const refreshToken = newRefreshToken()
  const session = await tx
    .insertInto('session')
    .values({
      id: uuid(),
      accountId: account.id,
      refreshHash: hashToken(refreshToken),
      userAgent: visitor.userAgent,
      address: visitor.address,
      expiresAt: inDays(sessionDays),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return tokensOf(context, account, session.id, refreshToken)
}

/** Exchanges a refresh token. A token that was exchanged before ends the session it came from. */
export async function refreshSession(context: AccountContext, refreshToken: string): Promise<Tokens> {
  const hash = hashToken(refreshToken)
  const renewed = await context.database.transaction().execute(async tx => {
    const next = newRefreshToken()
    const session = await tx
      .updateTable('session')
      .set({ refreshHash: hashToken(next), lastUsedAt: sql<string>`now()`, expiresAt: inDays(sessionDays) })
      .where('refreshHash', '=', hash)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', sql<string>`now()`)
      .returning(['id', 'accountId'])
      .executeTakeFirst()
    if (!session) return null
    await tx.insertInto('spentRefreshToken').values({ hash, sessionId: session.id }).execute()
    const account = await usableAccount(tx, session.accountId)
    return account ? tokensOf(context, account, session.id, next) : null
  })
  if (renewed) return renewed
  await punishReuse(context, hash)
  throw new RequestError('unauthenticated', 'The refresh token is not valid any more; log in again.')
}

async function punishReuse({ database }: AccountContext, hash: string) {
  const spent = await database
    .selectFrom('spentRefreshToken')
    .select('sessionId')
    .where('hash', '=', hash)
    .where('spentAt', '<', sql<string>`now() - make_interval(secs => ${graceSeconds})`)
    .executeTakeFirst()
  if (spent) await database.transaction().execute(tx => endSession(tx, spent.sessionId))
}

/** Ends a session everywhere; its access tokens are refused by every process from now on. */
export async function endSession(tx: Tx, sessionId: string): Promise<void> {
  await tx
    .updateTable('session')
    .set({ revokedAt: sql<string>`now()` })
    .where('id', '=', sessionId)
    .where('revokedAt', 'is', null)
    .execute()
  await notify(tx, { kind: 'session-ended', sessionId })
}

/** Ends all sessions of an account but one, if one is named. */
export async function endSessions(tx: Tx, accountId: string, except: string | null): Promise<void> {
  const ended = await tx
    .updateTable('session')
    .set({ revokedAt: sql<string>`now()` })
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .where(sql<boolean>`id is distinct from ${except}`)
    .returning('id')
    .execute()
  for (const { id } of ended) await notify(tx, { kind: 'session-ended', sessionId: id })
}

export async function revokeOwnSession(tx: Tx, accountId: string, sessionId: string): Promise<void> {
  const session = await tx
    .selectFrom('session')
    .select('id')
    .where('id', '=', sessionId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (!session) throw notFound()
  await endSession(tx, sessionId)
}

export const listSessions = (database: Reader, accountId: string) =>
  database
    .selectFrom('session')
    .select(['id', 'userAgent', 'address', 'createdAt', 'lastUsedAt'])
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<string>`now()`)
    .orderBy('lastUsedAt', 'desc')
    .execute()

export const usableAccount = (database: Reader, id: string): Promise<AccountRow | undefined> =>
  database
    .selectFrom('account')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .where('suspendedAt', 'is', null)
    .executeTakeFirst()

async function tokensOf(context: AccountContext, account: AccountRow, sessionId: string, refreshToken: string): Promise<Tokens> {
  const { token, expiresAt } = await signAccessToken(context.tokenKeys, { accountId: account.id, sessionId }, new Date())
  return { accessToken: token, accessTokenExpiresAt: expiresAt, refreshToken, account: accountReply(account) }
}

const inDays = (days: number) => sql<string>`now() + make_interval(days => ${days})`
