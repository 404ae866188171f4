import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { notify } from '../platform/bus/publish.ts'
import { createOutgoing } from '../platform/outgoing/client.ts'
import { createTestServer, refusedWith, type TestServer } from '../testing.ts'
import { startDeliveries } from './deliver.ts'

type Received = { headers: IncomingMessage['headers']; body: string }

describe('webhooks', () => {
  let server: TestServer
  let deliveries: ReturnType<typeof startDeliveries>
  let url: string
  let received: Received[] = []
  let behave: (reply: ServerResponse, count: number) => void
  const held: ServerResponse[] = []
  const receiver = createServer(async (request, reply) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8')
    if (request.url?.endsWith('/held')) return void held.push(reply)
    received.push({ headers: request.headers, body })
    behave(reply, received.length)
  })
  before(async () => {
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = receiver.address() as AddressInfo
    url = `http://127.0.0.1:${port}/hook`
    // The second is as a server of generation is: for the pool to call, not for webhooks.
    server = await createTestServer({ WEBHOOK_ALLOW: `127.0.0.1:${port}`, OUTGOING_ALLOW: `127.0.0.2:${port}` })
    deliveries = startDeliveries({ ...server.context, outgoing: createOutgoing(), pauseFactor: 0.002 })
  })
  after(async () => {
    await deliveries.stop()
    receiver.closeAllConnections()
    receiver.close()
    await server[Symbol.asyncDispose]()
  })
  beforeEach(() => {
    received = []
    behave = reply => reply.writeHead(204).end()
  })

  const api = () => server.owner.client
  const settled = async (id: string, count = 1) => {
    for (;;) {
      const { items } = await api().listWebhookDeliveries({ params: { id }, query: {} })
      if (items.length >= count && items.every(({ state }) => state !== 'waiting')) return items
      await pause(20)
    }
  }
  const register = async (events: Parameters<ReturnType<typeof api>['createWebhook']>[0]['body']['events'], to = url) =>
    api().createWebhook({ body: { url: to, events } })

  test('what happens to a job is told, signed, and once', async () => {
    const hook = await register(['job.queued', 'job.cancelled'])
    const { id } = await api().createJob({ body: { kind: 'told', title: 'Tell me' } })
    await api().cancelJob({ params: { id } })
    await settled(hook.id, 2)
    assert.equal(received.length, 2)
    const bodies = received.map(({ body }) => JSON.parse(body) as { type: string; data: { job: { id: string; state: string } } })
    const told = bodies.map(({ type, data }) => [type, data.job.id, data.job.state])
    assert.deepEqual(
      told.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
      [
        ['job.cancelled', id, 'cancelled'],
        ['job.queued', id, 'queued'],
      ],
    )
    for (const { headers, body } of received) {
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
      const key = Buffer.from(hook.secret.slice(6), 'base64')
      assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    }
    await api().deleteWebhook({ params: { id: hook.id } })
  })

  test('generations and videos are told of too, and nobody else’s', async () => {
    const hook = await register(['generation.succeeded', 'video.created'])
    const stranger = await server.account('stranger')
    const theirs = await stranger.client.createWebhook({ body: { url, events: ['generation.succeeded', 'job.succeeded'] } })
    const project = await api().createProject({ body: { name: 'P' } })
    const chapter = await api().createChapter({ params: { id: project.id }, body: { title: 'C' } })
    const scene = await api().createScene({ body: { chapterId: chapter.id, heading: 'H' } })
    const panel = await api().createPanel({ params: { id: scene.id }, body: { description: 'A reel' } })
    const { id, jobId } = await api().generate({ body: { target: { kind: 'panel', id: panel.id } } })
    await server.jobEnded(server.owner, jobId as string)
    const [told] = await settled(hook.id)
    const payload = told?.payload as { generation: { id: string; panelId: string } }
    assert.deepEqual([told?.event, payload.generation.id, payload.generation.panelId], ['generation.succeeded', id, panel.id])
    const none = await stranger.client.listWebhookDeliveries({ params: { id: theirs.id }, query: {} })
    assert.deepEqual(none.items, [])
    await api().deleteWebhook({ params: { id: hook.id } })
  })

  test('a receiver that fails is asked again until it takes it, and the log tells', async () => {
    behave = (reply, count) => {
      if (count === 1) reply.writeHead(500).end('broken \u0000 inside')
      else if (count === 2) reply.destroy()
      else if (count === 3) reply.writeHead(302, { location: 'http://169.254.169.254/' }).end()
      else reply.writeHead(200).end('x'.repeat(1_000_000))
    }
    const hook = await register(['ping'])
    await api().pingWebhook({ params: { id: hook.id } })
    const [done] = await settled(hook.id)
    assert.deepEqual([done?.state, done?.attempts, done?.status, received.length], ['delivered', 4, 200, 4])
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1)
    await api().deleteWebhook({ params: { id: hook.id } })
  })

  test('one that never takes it is given up, one that is gone is switched off', async () => {
    behave = reply => reply.writeHead(503, { 'retry-after': '0' }).end('no')
    const hook = await register(['ping'])
    const { id } = await api().pingWebhook({ params: { id: hook.id } })
    // The longest pauses are minutes even here: they are made due at once.
    const hurry = setInterval(
      () =>
        void server.context.database
          .updateTable('webhookDelivery')
          .set({ nextAttemptAt: new Date(0).toISOString() })
          .where('id', '=', id)
          .where('state', '=', 'waiting')
          .execute()
          .then(() => notify(server.context.database, { kind: 'webhooks' })),
      100,
    )
    for (;;) {
      const { items } = await api().listWebhookDeliveries({ params: { id: hook.id }, query: {} })
      const [one] = items.filter(item => item.id === id)
      if (one?.state === 'given-up') {
        assert.deepEqual([one.attempts, one.status, one.error], [8, 503, 'no'])
        break
      }
      await pause(50)
    }
    clearInterval(hurry)
    behave = reply => reply.writeHead(410).end()
    await api().redeliverWebhook({ params: { id: hook.id, deliveryId: id } })
    for (;;) {
      const { items } = await api().listWebhooks()
      const one = items.find(item => item.id === hook.id)
      if (one && !one.enabled) {
        assert.match(one.disabledReason ?? '', /410/)
        break
      }
      await pause(20)
    }
    await api().deleteWebhook({ params: { id: hook.id } })
  })

  test('inner addresses are not called, servers of generation neither, and other schemes not taken', async () => {
    for (const inner of ['http://169.254.169.254/latest', url.replace('127.0.0.1', '127.0.0.2')]) {
      const hook = await register(['ping'], inner)
      await api().pingWebhook({ params: { id: hook.id } })
      for (;;) {
        const { items } = await api().listWebhookDeliveries({ params: { id: hook.id }, query: {} })
        if (items[0]?.error) {
          assert.match(items[0].error, /refused-address/)
          break
        }
        await pause(20)
      }
      await api().deleteWebhook({ params: { id: hook.id } })
    }
    for (const bad of ['ftp://example.org', 'http://user:pw@example.org', 'nonsense'])
      assert.equal((await refusedWith('invalid-request', register(['ping'], bad))).errors[0]?.field, 'url')
  })

  test('a receiver that answers nobody holds up those of other accounts for nothing', async () => {
    const stubborn = await server.account('stubborn')
    const theirs = await stubborn.client.createWebhook({ body: { url: `${url}/held`, events: ['ping'] } })
    for (let count = 0; count < 12; count += 1) await stubborn.client.pingWebhook({ params: { id: theirs.id } })
    while (held.length < 2) await pause(20)
    const mine = await register(['ping'])
    await api().pingWebhook({ params: { id: mine.id } })
    const [told] = await settled(mine.id)
    assert.equal(told?.state, 'delivered')
    assert.ok(held.length < 8, `${held.length} calls of one account were under way`)
    await stubborn.client.deleteWebhook({ params: { id: theirs.id } })
    for (const reply of held) reply.destroy()
    await api().deleteWebhook({ params: { id: mine.id } })
  })

  test('pages of the log lose none of those that came in one millisecond', async () => {
    const { id } = await register(['video.created'])
    await server.context.database
      .insertInto('webhookDelivery')
      .values(
        Array.from({ length: 20 }, (_, at) => ({
          ...{ id: crypto.randomUUID(), webhookId: id, event: 'video.created' as const, payload: '{}' },
          ...{ state: 'delivered' as const, createdAt: `2026-01-01T00:00:00.0001${String(at).padStart(2, '0')}Z` },
        })),
      )
      .execute()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await api().listWebhookDeliveries({ params: { id }, query: { limit: 3, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(one => one.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    assert.deepEqual([seen.length, new Set(seen).size], [20, 20])
    await api().deleteWebhook({ params: { id } })
  })

  test('the secret lies sealed in the database and is replaced on demand', async () => {
    const hook = await register(['ping'])
    const row = await server.context.database
      .selectFrom('webhook')
      .select('secret')
      .where('id', '=', hook.id)
      .executeTakeFirstOrThrow()
    assert.ok(!row.secret.includes(hook.secret) && row.secret.startsWith('v1.'))
    const { secret } = await api().rotateWebhookSecret({ params: { id: hook.id } })
    assert.notEqual(secret, hook.secret)
    assert.ok(!JSON.stringify(await api().listWebhooks()).includes('whsec_'))
  })
})
