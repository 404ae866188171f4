import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { createTestServer, type TestServer } from '../../testing.ts'
import { forgetOldKeys, onceOnly } from './idempotency.ts'
import { RequestError } from './problem.ts'

describe('a request with a key', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  const answer = { status: 201, text: '{}' }
  const once = (key: string, work: () => Promise<typeof answer>, request: unknown = {}) =>
    onceOnly(server.context, { accountId: server.owner.id, operation: 'test', key }, request, work)
  const code = (expected: string) => (error: unknown) => error instanceof RequestError && error.code === expected
  /** A change that shows how often it was committed. */
  const addTopic = (name: string) =>
    server.context.database.transaction().execute(tx => tx.insertInto('topic').values({ name, sequence: 1 }).execute())
  const topics = async (name: string) =>
    (await server.context.database.selectFrom('topic').select('name').where('name', 'like', `${name}%`).execute()).length
  const aMinutePasses = (key: string) =>
    sql`update idempotency_key set created_at = created_at - interval '61 seconds' where key = ${key}`.execute(
      server.context.database,
    )

  test('is carried out once, however many come at the same moment', async () => {
    let runs = 0
    const work = async () => {
      runs += 1
      await addTopic(`at-once ${runs}`)
      return answer
    }
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => once('at-once', work)))
    assert.equal(runs, 1)
    assert.equal(await topics('at-once'), 1)
    for (const outcome of outcomes) assert.ok(outcome.status === 'fulfilled' || code('in-progress')(outcome.reason))
    assert.deepEqual(await once('at-once', work), answer)
    await assert.rejects(once('at-once', work, { other: true }), code('idempotency-mismatch'))
  })

  test('may be tried again after it failed without a change', async () => {
    await assert.rejects(
      once('fails', () => Promise.reject(new RequestError('conflict', 'as asked'))),
      code('conflict'),
    )
    assert.deepEqual(await once('fails', async () => answer), answer)
  })

  test('is taken over a minute after its process died, and what the first still wants to commit is refused', async () => {
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = once('takeover', async () => {
      begun.resolve()
      await held.promise
      await addTopic('takeover first')
      return answer
    })
    await begun.promise
    await assert.rejects(
      once('takeover', async () => answer),
      code('in-progress'),
    )
    await aMinutePasses('takeover')
    await once('takeover', async () => {
      await addTopic('takeover second')
      return answer
    })
    held.resolve()
    await assert.rejects(first, code('in-progress'))
    assert.equal(await topics('takeover'), 1)
  })

  test('is not done again when its process died between its change and its answer', async () => {
    const dies = once('dies', async () => {
      await addTopic('dies')
      throw new Error('kill -9')
    })
    await assert.rejects(dies, /kill -9/)
    await assert.rejects(
      once('dies', async () => answer),
      code('in-progress'),
    )
    await aMinutePasses('dies')
    await assert.rejects(
      once('dies', async () => answer),
      code('conflict'),
    )
    assert.equal(await topics('dies'), 1)
  })

  test('leaves no secret of its answer in the database, and gives it again', async () => {
    const ask = async () => {
      const response = await fetch(`${server.address}/api/v1/webhooks`, {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${server.owner.tokens.accessToken}`, 'content-type': 'application/json' },
          'idempotency-key': 'hook',
        },
        body: JSON.stringify({ url: 'https://hooks.example.org/x', events: ['ping'] }),
      })
      return (await response.json()) as { id: string; secret: string }
    }
    const first = await ask()
    assert.deepEqual(await ask(), first)
    const { rows } = await sql`select * from idempotency_key where key = 'hook'`.execute(server.context.database)
    assert.equal(rows.length, 1)
    assert.ok(!JSON.stringify(rows).includes(first.secret))
  })

  test('is forgotten after two days; a key of spaces or of 201 characters is refused', async () => {
    await once('old', async () => answer)
    await sql`update idempotency_key set created_at = now() - interval '49 hours' where key = 'old'`.execute(
      server.context.database,
    )
    await forgetOldKeys(server.context.database)
    assert.deepEqual(await once('old', async () => ({ status: 200, text: 'new' })), { status: 200, text: 'new' })
    for (const key of ['', 'a b', 'é', 'x'.repeat(201)])
      await assert.rejects(
        once(key, async () => answer),
        code('invalid-request'),
      )
  })
})
