import type { Account, Tokens } from '@storycanvas/api'
import { ProblemError } from '@storycanvas/api'

const REFRESH_TOKEN = 'storycanvas.refresh-token'
/** Refreshed this long before it runs out, so that a request under way does not meet an expired token. */
const SPARE_MS = 30_000

export type SessionParts = {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Absent where the page is served over plain HTTP from another machine. */
  locks: Pick<LockManager, 'request'> | undefined
  refresh: (refreshToken: string) => Promise<Tokens>
  now: () => number
}

/**
 * Who is signed in, in this tab. The access token stays in memory; the refresh token lies in the browser's storage, works
 * once, and is shared by all tabs: it is exchanged under a lock, and read anew inside it.
 */
export function createSession({ storage, locks, refresh, now }: SessionParts) {
  let tokens: Tokens | null = null
  let renewal: Promise<string | null> | null = null
  const listeners = new Set<() => void>()

  function set(next: Tokens | null) {
    tokens = next
    if (next) storage.setItem(REFRESH_TOKEN, next.refreshToken)
    else storage.removeItem(REFRESH_TOKEN)
    for (const listener of listeners) listener()
  }

  const isFresh = (token: Tokens | null): token is Tokens =>
    token !== null && Date.parse(token.accessTokenExpiresAt) - SPARE_MS > now()

  async function exchange(): Promise<string | null> {
    const refreshToken = storage.getItem(REFRESH_TOKEN)
    if (!refreshToken) return null
    try {
      set(await refresh(refreshToken))
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error
      set(null)
    }
    return tokens?.accessToken ?? null
  }

  async function renew(): Promise<string | null> {
    if (!locks) return exchange()
    return locks.request<Promise<string | null>>('storycanvas.refresh', exchange)
  }

  return {
    account: (): Account | null => tokens?.account ?? null,
    signIn: (next: Tokens) => set(next),
    /** Forgets the tokens here and, through the storage, in every other tab. */
    forget: () => set(null),
    /** Another tab signed out: follow it. */
    storageChanged: () => {
      if (tokens && !storage.getItem(REFRESH_TOKEN)) set(null)
    },
    /** A token that is good for a while yet; null when nobody is signed in. Rejects when the server cannot be reached. */
    accessToken: (): Promise<string | null> => {
      if (isFresh(tokens)) return Promise.resolve(tokens.accessToken)
      renewal ??= renew().finally(() => {
        renewal = null
      })
      return renewal
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
