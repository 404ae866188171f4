import type { contract } from '@storycanvas/api'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import type { AccountActor } from '../platform/policy/actor.ts'
import { createApiKey, deleteApiKey, listApiKeys } from './api-keys.ts'
import { changePassword } from './change-password.ts'
import type { AccountContext } from './context.ts'
import { deleteAccount, type Parting } from './delete-account.ts'
import { logIn } from './log-in.ts'
import { register } from './register.ts'
import {
  accountReply,
  endSession,
  endSessions,
  listSessions,
  refreshSession,
  revokeOwnSession,
  usableAccount,
} from './sessions.ts'

type Operations =
  | 'register'
  | 'logIn'
  | 'refreshTokens'
  | 'logOut'
  | 'getMe'
  | 'listSessions'
  | 'revokeSession'
  | 'endOtherSessions'
  | 'changePassword'
  | 'deleteAccount'
  | 'listApiKeys'
  | 'createApiKey'
  | 'deleteApiKey'

export function accountRoutes(
  context: AccountContext,
  { partings }: { partings: readonly Parting[] },
): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    register: ({ body, facts }) => register(context, body, facts),
    logIn: ({ body, facts }) => logIn(context, body, facts),
    refreshTokens: ({ body }) => refreshSession(context, body.refreshToken),
    logOut: async ({ actor }) => {
      const { via } = actor
      if (via.kind === 'session') await database.transaction().execute(tx => endSession(tx, via.id))
    },
    getMe: async ({ actor }) => {
      const account = await usableAccount(database, actor.id)
      if (!account) throw notFound()
      return accountReply(account)
    },
    listSessions: async ({ actor }) => {
      const sessions = await listSessions(database, actor.id)
      return {
        items: sessions.map(session => ({ ...session, current: actor.via.kind === 'session' && actor.via.id === session.id })),
      }
    },
    revokeSession: async ({ actor, params }) => {
      requireSession(actor)
      await database.transaction().execute(tx => revokeOwnSession(tx, actor.id, params.id))
    },
    endOtherSessions: async ({ actor }) => {
      const sessionId = requireSession(actor)
      await database.transaction().execute(tx => endSessions(tx, actor.id, sessionId))
    },
    changePassword: ({ actor, body }) => changePassword(context, { accountId: actor.id, sessionId: requireSession(actor) }, body),
    deleteAccount: ({ actor, body }) => {
      requireSession(actor)
      return deleteAccount(context, partings, actor.id, body.password)
    },
    listApiKeys: async ({ actor }) => ({ items: await listApiKeys(database, actor.id) }),
    createApiKey: ({ actor, body }) => {
      requireSession(actor)
      return createApiKey(database, actor.id, body)
    },
    deleteApiKey: ({ actor, params }) => {
      requireSession(actor)
      return deleteApiKey(database, actor.id, params.id)
    },
  }
}

/** A key that could make keys would outlive its own withdrawal. Returns the session. */
function requireSession({ via }: AccountActor): string {
  if (via.kind !== 'session')
    throw new RequestError('forbidden', 'API keys cannot manage the account, its keys and sessions; log in for that.')
  return via.id
}
