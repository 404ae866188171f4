import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createTestServer, refusedWith, type TestServer } from '../testing.ts'

describe('accounts', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  test('the first account owns the install, the second is a member', async () => {
    assert.equal(server.owner.tokens.account.role, 'owner')
    const second = await server.account('second')
    assert.equal(second.tokens.account.role, 'member')
    assert.equal((await server.anonymous.getStatus()).needsOwner, false)
  })

  test('logging in needs the right password and tells nothing about which part was wrong', async () => {
    const wrong = await refusedWith(
      'wrong-credentials',
      server.anonymous.logIn({ body: { email: 'owner@example.org', password: 'not this one' } }),
    )
    const unknown = await refusedWith(
      'wrong-credentials',
      server.anonymous.logIn({ body: { email: 'nobody@example.org', password: 'not this one' } }),
    )
    assert.deepEqual({ ...wrong, requestId: '' }, { ...unknown, requestId: '' })
    const tokens = await server.anonymous.logIn({ body: { email: 'OWNER@example.org', password: 'a long enough password' } })
    assert.equal(tokens.account.id, server.owner.id)
  })

  test('an address can be registered once, whatever its case', async () => {
    const problem = await refusedWith(
      'already-exists',
      server.anonymous.register({ body: { email: 'Owner@Example.org', name: 'x', password: 'a long enough password' } }),
    )
    assert.equal(problem.errors[0]?.field, 'email')
  })

  test('a short password and an unknown field are named', async () => {
    const problem = await refusedWith(
      'invalid-request',
      server.anonymous.register({ body: { email: 'x@example.org', name: 'x', password: 'short', role: 'owner' } as never }),
    )
    assert.deepEqual(problem.errors.map(({ field }) => field).sort(), ['password', 'role'])
  })

  test('a refresh token works once; using it again later ends the session', async () => {
    const first = await server.anonymous.logIn({ body: { email: 'owner@example.org', password: 'a long enough password' } })
    const second = await server.anonymous.refreshTokens({ body: { refreshToken: first.refreshToken } })
    await server.context.database.updateTable('spentRefreshToken').set({ spentAt: '2000-01-01T00:00:00Z' }).execute()
    await refusedWith('unauthenticated', server.anonymous.refreshTokens({ body: { refreshToken: first.refreshToken } }))
    await refusedWith('unauthenticated', server.anonymous.refreshTokens({ body: { refreshToken: second.refreshToken } }))
  })

  test('of twenty refreshes at once exactly one wins', async () => {
    const { refreshToken } = await server.anonymous.logIn({
      body: { email: 'owner@example.org', password: 'a long enough password' },
    })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => server.anonymous.refreshTokens({ body: { refreshToken } })),
    )
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('a session that was signed out is refused within five seconds', async () => {
    const tokens = await server.anonymous.logIn({ body: { email: 'owner@example.org', password: 'a long enough password' } })
    const call = (path: string, method = 'GET') =>
      fetch(server.address + path, { method, headers: { authorization: `Bearer ${tokens.accessToken}` } })
    assert.equal((await call('/api/v1/auth/me')).status, 200)
    assert.equal((await call('/api/v1/auth/logout', 'POST')).status, 204)
    const given = performance.now()
    while ((await call('/api/v1/auth/me')).status !== 401) assert.ok(performance.now() - given < 5000, 'still believed after 5 s')
  })

  test('an API key reads, cannot write with the scope read, and cannot make keys', async () => {
    const { key, id } = await server.owner.client.createApiKey({ body: { name: 'reader', scope: 'read' } })
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    assert.equal((await fetch(`${server.address}/api/v1/auth/me`, { headers })).status, 200)
    const project = await fetch(`${server.address}/api/v1/projects`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'x' }),
    })
    assert.equal(project.status, 403)
    const another = await fetch(`${server.address}/api/v1/auth/api-keys`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'x' }),
    })
    assert.equal(another.status, 403)
    await server.owner.client.deleteApiKey({ params: { id } })
    assert.ok((await server.owner.client.listApiKeys()).items.every(item => item.id !== id))
  })

  test('unversioned addresses answer as version 1', async () => {
    const headers = { authorization: `Bearer ${server.owner.tokens.accessToken}` }
    assert.equal((await fetch(`${server.address}/api/auth/me`, { headers })).status, 200)
    assert.equal((await fetch(`${server.address}/api/auth/me`)).status, 401)
  })
})
