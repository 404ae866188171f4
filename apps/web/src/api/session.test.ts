import { ProblemError, type Tokens } from '@storycanvas/api'
import { expect, test, vi } from 'vitest'
import { createSession, type SessionParts } from './session.ts'

const account = { id: 'u1', email: 'ada@example.org', name: 'Ada', role: 'owner' as const, createdAt: '2026-11-21T09:00:00.000Z' }
const tokens = (n: number, expiresInMs = 600_000): Tokens => ({
  accessToken: `access-${n}`,
  accessTokenExpiresAt: new Date(expiresInMs).toISOString(),
  refreshToken: `refresh-${n}`,
  account,
})
const unauthenticated = new ProblemError({
  type: '',
  title: '',
  status: 401,
  code: 'unauthenticated',
  detail: 'used',
  remedy: '',
  requestId: '',
  errors: [],
})

function memory(stored?: string): SessionParts['storage'] {
  const held = new Map(stored ? [['storycanvas.refresh-token', stored]] : [])
  return {
    getItem: key => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: key => void held.delete(key),
  }
}

const session = (parts: Partial<SessionParts>) =>
  createSession({
    storage: memory(),
    locks: undefined,
    refresh: () => Promise.reject(new Error('unasked')),
    now: () => 0,
    ...parts,
  })

test('a stored refresh token is exchanged once for callers that ask together', async () => {
  const refresh = vi.fn<SessionParts['refresh']>().mockResolvedValue(tokens(2))
  const storage = memory('refresh-1')
  const it = session({ storage, refresh })
  expect(await Promise.all([it.accessToken(), it.accessToken()])).toEqual(['access-2', 'access-2'])
  expect(refresh.mock.calls).toEqual([['refresh-1']])
  expect(storage.getItem('storycanvas.refresh-token')).toBe('refresh-2')
  expect(it.account()).toEqual(account)
})

test('the token another tab has put there meanwhile is the one exchanged', async () => {
  const storage = memory('refresh-1')
  const refresh = vi.fn<SessionParts['refresh']>().mockResolvedValue(tokens(3))
  const locks = {
    request: async (_name: string, work: () => Promise<unknown>) => {
      storage.setItem('storycanvas.refresh-token', 'refresh-2')
      return work()
    },
  } as unknown as LockManager
  await session({ storage, refresh, locks }).accessToken()
  expect(refresh).toHaveBeenCalledWith('refresh-2')
})

test('a token about to run out is renewed, a fresh one is not', async () => {
  const refresh = vi.fn<SessionParts['refresh']>().mockResolvedValue(tokens(2))
  let clock = 0
  const it = session({ refresh, now: () => clock })
  it.signIn(tokens(1, 100_000))
  expect(await it.accessToken()).toBe('access-1')
  clock = 80_000
  expect(await it.accessToken()).toBe('access-2')
})

test('a refused refresh token signs out; an unreachable server does not', async () => {
  const storage = memory('refresh-1')
  const unreachable = session({ storage, refresh: () => Promise.reject(new TypeError('offline')) })
  await expect(unreachable.accessToken()).rejects.toThrow('offline')
  expect(storage.getItem('storycanvas.refresh-token')).toBe('refresh-1')
  expect(await session({ storage, refresh: () => Promise.reject(unauthenticated) }).accessToken()).toBeNull()
  expect(storage.getItem('storycanvas.refresh-token')).toBeNull()
})

test('signing out in one tab is followed by the others', () => {
  const storage = memory()
  const it = session({ storage })
  const heard = vi.fn()
  it.signIn(tokens(1))
  it.subscribe(heard)
  storage.removeItem('storycanvas.refresh-token')
  it.storageChanged()
  expect(it.account()).toBeNull()
  expect(heard).toHaveBeenCalledOnce()
})
