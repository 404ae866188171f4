import type { InstanceRole } from '@storycanvas/api'
import { sql } from 'kysely'
import type { BusEar } from '../platform/bus/listen.ts'
import { RequestError } from '../platform/http/problem.ts'
import type { Actor } from '../platform/policy/actor.ts'
import type { AccountContext } from './context.ts'
import { apiKeyPrefix, createTokenReader, hashToken } from './tokens.ts'

/** A session or key that was good is believed for this long; a revocation in another process must show within 5 s. */
const believedMs = 3000
const remembered = 10_000

type Remembered = { actor: Actor; until: number }

/** Who a request comes from. Reads the session or key at most every three seconds; hears of ended sessions at once. */
export function createAuthenticator({ database, tokenKeys }: Pick<AccountContext, 'database' | 'tokenKeys'>, ear: BusEar) {
  const known = new Map<string, Remembered>()
  const readAccessToken = createTokenReader(tokenKeys)
  ear.hear(notice => {
    if (notice.kind === 'session-ended') known.delete(`session:${notice.sessionId}`)
  })

  const recall = async (name: string, look: () => Promise<Actor | null>): Promise<Actor> => {
    const found = known.get(name)
    if (found && found.until > performance.now()) return found.actor
    known.delete(name)
    const actor = await look()
    if (!actor) throw refused()
    if (known.size >= remembered) known.clear()
    known.set(name, { actor, until: performance.now() + believedMs })
    return actor
  }

  return async (authorization: string | undefined): Promise<Actor> => {
    if (authorization === undefined) return { kind: 'nobody' }
    const token = /^Bearer ([\w.-]{1,2000})$/i.exec(authorization)?.[1]
    if (!token) throw refused()
    if (token.startsWith(apiKeyPrefix)) {
      const hash = hashToken(token)
      return recall(`key:${hash}`, () => ownerOfKey(hash))
    }
    const claims = await readAccessToken(token)
    if (!claims) throw refused()
    return recall(`session:${claims.sessionId}`, () => ownerOfSession(claims.sessionId))
  }

  async function ownerOfSession(sessionId: string): Promise<Actor | null> {
    const row = await database
      .selectFrom('session as s')
      .innerJoin('account as a', 'a.id', 's.accountId')
      .select(['a.id', 'a.role'])
      .where('s.id', '=', sessionId)
      .where('s.revokedAt', 'is', null)
      .where('a.suspendedAt', 'is', null)
      .where('a.deletedAt', 'is', null)
      .executeTakeFirst()
    return row ? account(row, { kind: 'session', id: sessionId }) : null
  }

  async function ownerOfKey(hash: string): Promise<Actor | null> {
    const row = await database
      .updateTable('apiKey as k')
      .from('account as a')
      .set({ lastUsedAt: sql<string>`now()` })
      .whereRef('a.id', '=', 'k.accountId')
      .where('k.hash', '=', hash)
      .where('k.revokedAt', 'is', null)
      .where(eb => eb.or([eb('k.expiresAt', 'is', null), eb('k.expiresAt', '>', sql<string>`now()`)]))
      .where('a.suspendedAt', 'is', null)
      .where('a.deletedAt', 'is', null)
      .returning(['a.id', 'a.role', 'k.id as keyId', 'k.scope'])
      .executeTakeFirst()
    return row ? account(row, { kind: 'api-key', id: row.keyId, scope: row.scope }) : null
  }
}

const account = ({ id, role }: { id: string; role: InstanceRole }, via: Extract<Actor, { kind: 'account' }>['via']): Actor => ({
  kind: 'account',
  id,
  role,
  via,
})

const refused = () => new RequestError('unauthenticated', 'The access token or API key is not valid; log in again.')
