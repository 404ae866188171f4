import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { createSlots } from '../platform/jobs/slots.ts'
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

  const logIn = (name: string, password = 'a long enough password') =>
    server.anonymous.logIn({ body: { email: `${name}@example.org`, password } })
  const isLetIn = async ({ accessToken }: { accessToken: string }) =>
    (await fetch(`${server.address}/api/v1/auth/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status === 200

  test('a new password signs out everywhere but where it was set; the old one opens nothing', async () => {
    const mara = await server.account('mara')
    const other = await logIn('mara')
    const body = { currentPassword: 'not this one', newPassword: 'another long password' }
    const wrong = await refusedWith('invalid-request', mara.client.changePassword({ body }))
    assert.equal(wrong.errors[0]?.field, 'currentPassword')
    await mara.client.changePassword({ body: { ...body, currentPassword: 'a long enough password' } })
    assert.equal(await isLetIn(mara.tokens), true)
    await refusedWith('unauthenticated', server.anonymous.refreshTokens({ body: { refreshToken: other.refreshToken } }))
    await refusedWith('wrong-credentials', logIn('mara'))
    await logIn('mara', 'another long password')
    await mara.client.endOtherSessions()
    assert.deepEqual(
      (await mara.client.listSessions()).items.map(({ current }) => current),
      [true],
    )
  })

  test('a deleted account is let in by nothing, leaves its own to the trash and its work to others, and its address is free', async () => {
    const gone = await server.account('gone')
    const { client: owner } = server.owner
    const [theirs, shared, alone] = [
      await owner.createProject({ body: { name: 'Of others' } }),
      await gone.client.createProject({ body: { name: 'Shared' } }),
      await gone.client.createProject({ body: { name: 'Alone' } }),
    ]
    await owner.addMember({ params: { id: theirs.id }, body: { email: 'gone@example.org', role: 'editor' } })
    const chapter = await gone.client.createChapter({ params: { id: theirs.id }, body: { title: 'Mine' } })
    const panel = await gone.client.createInstruction({ params: { id: theirs.id }, body: { text: 'Stays.' } })
    await gone.client.addMember({ params: { id: shared.id }, body: { email: 'owner@example.org', role: 'viewer' } })
    const { key } = await gone.client.createApiKey({ body: { name: 'script' } })
    await gone.client.setProviderKey({ params: { provider: 'openai' }, body: { key: 'sk-gone' } })
    await gone.client.createAsset({ body: { kind: 'prompt', name: 'Rain', text: 'rain' } })
    await gone.client.createTemplate({ body: { name: 'Noir' } })
    await gone.client.createProjectTemplate({ body: { projectId: alone.id, name: 'Alone' } })
    await gone.client.createPullWorker({ body: { name: 'Cellar' } })
    await gone.client.createWebhook({ body: { url: 'https://hooks.example.org', events: ['ping'] } })
    await gone.client.createInvitation({ params: { id: alone.id }, body: {} })
    const password = 'a long enough password'
    await refusedWith('invalid-request', gone.client.deleteAccount({ body: { password: 'not this one' } }))
    const depended = await refusedWith('not-possible-now', gone.client.deleteAccount({ body: { password } }))
    assert.match(depended.detail, /“Shared”/)
    await gone.client.transferProject({ params: { id: shared.id }, body: { accountId: server.owner.id } })
    await gone.client.deleteAccount({ body: { password } })
    await refusedWith('unauthenticated', server.anonymous.refreshTokens({ body: { refreshToken: gone.tokens.refreshToken } }))
    await refusedWith('wrong-credentials', logIn('gone'))
    while (await isLetIn(gone.tokens)) await new Promise(resolve => setTimeout(resolve, 50))
    while (await isLetIn({ accessToken: key })) await new Promise(resolve => setTimeout(resolve, 50))
    assert.ok(chapter.id && panel.id)
    assert.equal((await owner.listChapters({ params: { id: theirs.id }, query: {} })).items.length, 1)
    assert.deepEqual(
      (await owner.listMembers({ params: { id: theirs.id } })).items.map(({ name }) => name),
      ['owner'],
    )
    const { database } = server.context
    for (const table of ['asset', 'styleTemplate', 'projectTemplate', 'pullWorker', 'webhook'] as const) {
      const rows = await database.selectFrom(table).select('deletedAt').where('ownerId', '=', gone.id).execute()
      assert.deepEqual(
        rows.map(({ deletedAt }) => deletedAt !== null),
        [true],
        table,
      )
    }
    const links = await database.selectFrom('projectInvitation').select('revokedAt').where('invitedBy', '=', gone.id).execute()
    assert.deepEqual(
      links.map(({ revokedAt }) => revokedAt !== null),
      [true],
    )
    const rest = await database.selectFrom('project').select('deletedAt').where('id', '=', alone.id).executeTakeFirstOrThrow()
    assert.notEqual(rest.deletedAt, null)
    assert.deepEqual(await database.selectFrom('providerKey').select('ownerId').where('ownerId', '=', gone.id).execute(), [])
    const again = await server.anonymous.register({ body: { email: 'gone@example.org', name: 'New', password } })
    assert.notEqual(again.account.id, gone.id)
    await refusedWith('not-possible-now', server.owner.client.deleteAccount({ body: { password } }))
  })

  test('nobody keeps keys or webhooks without end, nor waits in a line that is too long', async () => {
    const hoarder = await server.account('hoarder')
    const { database } = server.context
    await sql`insert into api_key (id, account_id, name, prefix, hash, scope)
      select gen_random_uuid(), ${hoarder.id}, 'k', 'sc_', 'hoarded ' || n, 'read' from generate_series(1, 100) n`.execute(
      database,
    )
    await sql`insert into webhook (id, owner_id, url, events, secret)
      select gen_random_uuid(), ${hoarder.id}, 'https://example.org', '{ping}', 'x' from generate_series(1, 50) n`.execute(
      database,
    )
    await refusedWith('not-possible-now', hoarder.client.createApiKey({ body: { name: 'one more' } }))
    const hook = { url: 'https://example.org', events: ['ping' as const] }
    await refusedWith('not-possible-now', hoarder.client.createWebhook({ body: hook }))
    const slots = createSlots(1, 1)
    const first = Promise.withResolvers<void>()
    const held = [slots.within(() => first.promise), slots.within(async () => undefined)]
    await assert.rejects(
      slots.within(async () => undefined),
      { code: 'unavailable' },
    )
    first.resolve()
    await Promise.all(held)
  })

  describe('guessing passwords', () => {
    let places = 0
    /** From an address that nobody came from before. */
    const elsewhere = () => `10.9.${Math.floor((places += 1) / 200)}.${1 + (places % 200)}`
    const guess = async (name: string, password = 'not this one', remoteAddress = elsewhere()) => {
      const payload = { email: `${name}@example.org`, password }
      const reply = await server.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload, remoteAddress })
      const { detail, code } = reply.json<{ detail?: string; code?: string }>()
      return { status: reply.statusCode, wait: Number(reply.headers['retry-after'] ?? 0), detail, code }
    }
    /** Has every pause end now, or last: tests are not to hang on how fast a machine is. */
    const pauses = (end: 'now' | 'later') =>
      server.context.database
        .updateTable('passwordGuess')
        .set({ freeAt: sql<string>`now() + make_interval(hours => ${end === 'now' ? 0 : 1})` })
        .execute()
    /** Seconds of the pause behind the guess that was counted last. */
    const lastPause = async () => {
      const { rows } = await sql<{ seconds: number }>`
        select extract(epoch from free_at - guessed_at)::int as seconds from password_guess order by guessed_at desc limit 1`.execute(
        server.context.database,
      )
      return rows[0]?.seconds
    }

    test('from ever new addresses meets a pause that grows, alike for accounts that are there and that are not', async () => {
      await server.account('guessed')
      const walk = async (name: string) => {
        const met = []
        for (let times = 0; times < 14; times += 1) {
          await pauses('now')
          met.push([(await guess(name)).status, await lastPause()])
        }
        await pauses('later')
        const { status, detail, code, wait } = await guess(name)
        return [...met, { status, code, isWait: wait > 3000, says: detail?.startsWith('Too many wrong passwords') }]
      }
      const there = await walk('guessed')
      const grown = [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300].map(seconds => [401, seconds])
      assert.deepEqual(there, [...grown, { status: 429, code: 'too-many-requests', isWait: true, says: true }])
      assert.deepEqual(await walk('nobody-at-all'), there)
    })

    test('holds up strangers, the right password of a stranger too, and nobody where the account has signed in before', async () => {
      const right = 'a long enough password'
      await server.account('followed')
      for (let times = 0; times < 6; times += 1) await guess('followed')
      await pauses('later')
      assert.equal((await guess('followed', right)).status, 429)
      await logIn('followed')
      await pauses('now')
      assert.equal((await guess('followed', right)).status, 200)
      assert.equal((await guess('followed')).status, 401)
      assert.equal(await lastPause(), 0, 'the right password ends the counting')
    })

    test('at one moment gets no more guesses looked at than one after the other', async () => {
      await server.account('stormed')
      const met = await Promise.all(Array.from({ length: 40 }, () => guess('stormed')))
      const looked = met.filter(({ status }) => status === 401).length
      assert.ok(looked < 10, `${looked} of 40`)
    })

    test('at the page of somebody who went away is held up, too', async () => {
      const { client } = await server.account('away')
      const body = { currentPassword: 'not this one', newPassword: 'another long password' }
      for (let times = 0; times < 6; times += 1) await refusedWith('invalid-request', client.changePassword({ body }))
      await pauses('later')
      await refusedWith('too-many-requests', client.deleteAccount({ body: { password: 'nor this' } }))
      await logIn('away')
    })
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
