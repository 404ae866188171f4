import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { accountTopic, changed, projectTopic, publish } from '../platform/bus/publish.ts'
import { createJobs } from '../platform/jobs/engine.ts'
import { defineJob } from '../platform/jobs/define.ts'
import { changeJob } from './change.ts'
import { createTestServer, refusedWith, type TestAccount, type TestServer } from '../testing.ts'

const someToken = '01936f5e-7c3a-4b52-9f0e-3f2b7a5c1d20'

describe('the queue for pull workers', () => {
  let server: TestServer
  let ann: TestAccount
  before(async () => {
    server = await createTestServer()
    ann = await server.account('ann')
  })
  after(() => server[Symbol.asyncDispose]())

  const add = (kind: string, title: string, more: object = {}) => ann.client.createJob({ body: { kind, title, ...more } })
  const worker = async (...kinds: string[]) => (await ann.client.createPullWorker({ body: { name: 'cellar', kinds } })).id
  const next = async (serverId: string) => {
    const { job, lease } = await ann.client.nextJob({ body: { serverId } })
    return job && lease ? { ...job, lease: lease.token } : null
  }
  const finish = (job: { id: string; lease: string }, result = {}) =>
    ann.client.completeJob({ params: { id: job.id }, body: { outcome: 'succeeded', lease: job.lease, result } })
  const runOut = (id: string) =>
    sql`update job set lease_until = now() - interval '1 second' where id = ${id}`.execute(server.context.database)
  const drain = async (serverId: string) => {
    const titles = []
    for (let job = await next(serverId); job; job = await next(serverId)) {
      titles.push(job.title)
      await finish(job)
    }
    return titles
  }

  test('a job is pulled with what it was given, kept alive, and its result kept', async () => {
    await add('upscale', 'A lamp', { input: { factor: 2, 'naïve 🎬': [null] } })
    const id = await worker('upscale')
    const job = await next(id)
    assert.ok(job)
    assert.deepEqual([job.state, job.attempt, job.input], ['running', 1, { factor: 2, 'naïve 🎬': [null] }])
    assert.equal(await next(id), null)
    await ann.client.heartbeatJob({ params: { id: job.id }, body: { lease: job.lease, progress: 0.5, stage: 'half way' } })
    assert.deepEqual((await ann.client.listPullWorkers()).items.find(one => one.id === id)?.running, 1)
    const done = await finish(job, { url: 'x' })
    assert.equal(done.state, 'succeeded')
    assert.deepEqual((await ann.client.getJob({ params: { id: job.id } })).result, { url: 'x' })
    assert.equal((await finish(job, { url: 'another' })).state, 'succeeded')
    assert.deepEqual((await ann.client.getJob({ params: { id: job.id } })).result, { url: 'x' })
  })

  test('jobs of several projects are cleared while others work in them, and nobody waits in a circle', async () => {
    const { database } = server.context
    const projects = [
      await ann.client.createProject({ body: { name: 'A' } }),
      await ann.client.createProject({ body: { name: 'B' } }),
    ]
    for (const { id } of projects) await add('circle', 'Clear me', { projectId: id })
    const last = projects.at(-1)?.id ?? ''
    const { clearing } = await database.transaction().execute(async tx => {
      await publish(tx, [projectTopic(last)], changed('x', last, last))
      const clearing = ann.client.clearQueue({ body: { states: ['queued'], kind: 'circle' } })
      for (let waits = 0; waits === 0; await pause(20)) {
        const { rows } = await sql<{ waits: number }>`
          select count(*) as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          database,
        )
        waits = rows[0]?.waits ?? 0
      }
      await publish(tx, [accountTopic(ann.id)], changed('x', last, last))
      return { clearing }
    })
    assert.deepEqual(await clearing, { cleared: 2 })
  })

  test('a lease that runs out gives the job back, and who comes late is refused', async () => {
    await add('lease', 'Once')
    const [first, second] = [await worker('lease'), await worker('lease')]
    const lost = await next(first)
    assert.ok(lost)
    await runOut(lost.id)
    await refusedWith('not-possible-now', finish(lost, { from: 'late' }))
    assert.equal(await next(second), null, 'the second attempt waits a moment')
    await sql`update job set run_after = now() where id = ${lost.id}`.execute(server.context.database)
    const again = await next(second)
    assert.ok(again)
    assert.equal(again.attempt, 2)
    await refusedWith('not-possible-now', finish(lost, { from: 'late' }))
    await refusedWith('not-possible-now', ann.client.heartbeatJob({ params: { id: lost.id }, body: { lease: lost.lease } }))
    await finish(again, { from: 'second' })
    await refusedWith('not-possible-now', finish(lost, { from: 'late' }))
    assert.deepEqual((await ann.client.getJob({ params: { id: lost.id } })).result, { from: 'second' })
  })

  test('attempts are counted: silence and failures end a job, and a redrive brings it back', async () => {
    const { id } = await add('frail', 'Frail', { maxAttempts: 2 })
    const server1 = await worker('frail')
    const one = await next(server1)
    assert.ok(one)
    const error = { code: 'out-of-memory', message: 'The card is full.' }
    const failed = await ann.client.completeJob({ params: { id }, body: { outcome: 'failed', lease: one.lease, error } })
    assert.deepEqual([failed.state, failed.error], ['queued', error])
    await sql`update job set run_after = now() where id = ${id}`.execute(server.context.database)
    assert.ok(await next(server1))
    await runOut(id)
    assert.equal(await next(server1), null)
    const dead = await ann.client.getJob({ params: { id } })
    assert.deepEqual([dead.state, dead.error?.code], ['failed', 'lease-lost'])
    assert.deepEqual(await ann.client.redriveJobs({ body: { kind: 'frail' } }), { redriven: 1 })
    assert.deepEqual(await drain(server1), ['Frail'])
  })

  test('priority, moving and holding back decide who is next', async () => {
    const [a, b, c, d] = [await add('order', 'a'), await add('order', 'b'), await add('order', 'c'), await add('order', 'd')]
    const change = (id: string, body: object) => ann.client.updateJob({ params: { id }, body })
    await change(d.id, { priority: 5 })
    await change(a.id, { after: c.id })
    await change(b.id, { paused: true })
    const id = await worker('order')
    assert.deepEqual(await drain(id), ['d', 'c', 'a'])
    await change(b.id, { paused: false })
    assert.deepEqual(await drain(id), ['b'])
    await refusedWith('not-possible-now', change(b.id, { priority: 1 }))
  })

  test('moving agrees with a list, whatever is moved where', async () => {
    const kind = 'shuffle'
    let model = ['a', 'b', 'c', 'd', 'e', 'f']
    const ids = new Map<string, string>()
    for (const title of model) ids.set(title, (await add(kind, title)).id)
    for (let step = 0; step < 60; step += 1) {
      const moved = model[(step * 5) % model.length] as string
      const rest = model.filter(one => one !== moved)
      const at = (step * 7) % (rest.length + 1)
      model = rest.toSpliced(at, 0, moved)
      const after = at === 0 ? null : ids.get(rest[at - 1] as string)
      await ann.client.updateJob({ params: { id: ids.get(moved) as string }, body: { after: after ?? null } })
    }
    assert.deepEqual(await drain(await worker(kind)), model)
    const [other] = [await (await server.account('ben')).client.createJob({ body: { kind, title: 'ben’s' } })]
    const mine = await add(kind, 'mine')
    const refused = await refusedWith(
      'invalid-request',
      ann.client.updateJob({ params: { id: mine.id }, body: { after: other.id } }),
    )
    assert.equal(refused.errors[0]?.field, 'after')
  })

  test('what is under way is listed in the order of its turn, page by page, and the rest apart', async () => {
    const kind = 'turn'
    const jobs = []
    for (const title of ['a', 'b', 'c', 'd', 'e']) jobs.push(await add(kind, title, { priority: title === 'd' ? 5 : 0 }))
    const worked = await next(await worker(kind))
    assert.ok(worked)
    await ann.client.updateJob({ params: { id: jobs[4]!.id }, body: { after: jobs[0]!.id } })
    await ann.client.cancelJob({ params: { id: jobs[1]!.id } })
    const titles: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await ann.client.listJobs({
        query: { kind, open: 'true', order: 'turn', limit: 1, ...(cursor ? { cursor } : {}) },
      })
      titles.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor
    } while (cursor)
    assert.deepEqual(titles, ['d', 'a', 'e', 'c'])
    const ended = await ann.client.listJobs({ query: { kind, open: 'false' } })
    assert.deepEqual(
      ended.items.map(({ title }) => title),
      ['b'],
    )
    await finish(worked)
  })

  test('a held queue starts nothing until it is released', async () => {
    const id = await worker('held')
    await add('held', 'one')
    assert.deepEqual(await ann.client.pauseQueue(), { paused: true })
    await add('held', 'two')
    assert.equal(await next(id), null)
    assert.equal((await ann.client.getQueueStatus()).paused, true)
    await ann.client.resumeQueue()
    assert.deepEqual(await drain(id), ['one', 'two'])
  })

  test('cancelled work is told to whoever does it; cleared jobs leave the list and stay on record', async () => {
    const id = await worker('stop')
    await add('stop', 'stop me')
    const job = await next(id)
    assert.ok(job)
    await ann.client.cancelJob({ params: { id: job.id } })
    const told = await refusedWith(
      'not-possible-now',
      ann.client.heartbeatJob({ params: { id: job.id }, body: { lease: job.lease } }),
    )
    assert.match(told.detail, /cancelled/)
    const waiting = await add('stop', 'waiting')
    assert.deepEqual(await ann.client.clearQueue({ body: { kind: 'stop', states: ['queued', 'cancelled'] } }), { cleared: 2 })
    assert.deepEqual((await ann.client.listJobs({ query: { kind: 'stop' } })).items, [])
    const cleared = (await ann.client.listJobs({ query: { kind: 'stop', deleted: 'true' } })).items
    assert.deepEqual(
      cleared.map(({ id: one, state }) => [one, state]),
      [
        [waiting.id, 'cancelled'],
        [job.id, 'cancelled'],
      ],
    )
    await refusedWith('not-found', ann.client.getJob({ params: { id: waiting.id } }))
  })

  test('workers get their owner’s jobs only, unless an administrator lets them serve everyone', async () => {
    const ben = await server.account('ben')
    await ben.client.createJob({ body: { kind: 'whose', title: 'ben’s' } })
    assert.equal(await next(await worker('whose')), null)
    await refusedWith('forbidden', ann.client.createPullWorker({ body: { name: 'all', serves: 'everyone' } }))
    const { client } = server.owner
    const shared = await client.createPullWorker({ body: { name: 'all', kinds: ['whose'], serves: 'everyone' } })
    const { job, lease } = await client.nextJob({ body: { serverId: shared.id } })
    assert.ok(job && lease)
    assert.equal(job.title, 'ben’s')
    const theft = { outcome: 'succeeded', lease: lease.token } as const
    await refusedWith('not-found', ann.client.completeJob({ params: { id: job.id }, body: theft }))
    await refusedWith('not-found', client.completeJob({ params: { id: job.id }, body: { ...theft, lease: someToken } }))
    assert.equal((await client.completeJob({ params: { id: job.id }, body: theft })).state, 'succeeded')
    await refusedWith('not-found', ann.client.nextJob({ body: { serverId: shared.id } }))
  })

  test('between two people who wait, the one with less at work comes first', async () => {
    const ben = await server.account('ben')
    for (const title of ['a1', 'a2', 'a3']) await add('fair', title)
    await ben.client.createJob({ body: { kind: 'fair', title: 'b1' } })
    const { client } = server.owner
    const { id } = await client.createPullWorker({ body: { name: 'all', kinds: ['fair'], serves: 'everyone' } })
    const titles = []
    for (let count = 0; count < 4; count += 1) titles.push((await client.nextJob({ body: { serverId: id } })).job?.title)
    assert.deepEqual(titles, ['a1', 'b1', 'a2', 'a3'])
  })

  test('twenty workers at once get each job once', async () => {
    const titles = Array.from({ length: 40 }, (_, index) => `job ${index}`)
    await Promise.all(titles.map(title => add('crowd', title)))
    const workers = await Promise.all(Array.from({ length: 20 }, () => worker('crowd')))
    const got = (await Promise.all(workers.map(drain))).flat()
    assert.deepEqual(got.sort(), titles.sort())
  })

  test('a kind that the server does itself, and text that no database holds, are refused by name', async () => {
    assert.equal((await refusedWith('invalid-request', add('draw-panel', 'x'))).errors[0]?.field, 'kind')
    assert.equal((await refusedWith('invalid-request', add('x', 'x', { input: { a: ['\u0000'] } }))).errors[0]?.field, 'input')
    await refusedWith('not-found', add('x', 'x', { projectId: someToken }))
  })

  test('the operations answer under /api without a version too', async () => {
    const reply = await fetch(`${server.address}/api/queue/status`, {
      headers: { authorization: `Bearer ${ann.tokens.accessToken}` },
    })
    assert.equal(reply.status, 200)
  })
})

describe('the order of the jobs that the server does itself', () => {
  test('is read when a place becomes free: moved, held back and let go on', async () => {
    await using server = await createTestServer()
    const { database, ear, log } = server.context
    await server.context.jobs.stop()
    const jobs = createJobs({ database, facts: server.connection, ear, log, heavySlots: 1 })
    const ran: string[] = []
    const waiting = new Map<string, () => void>()
    const definition = defineJob({
      kind: 'in-order',
      input: z.object({ name: z.string() }),
      weight: 'heavy',
      maxAttempts: 1,
      async run({ input: { name } }) {
        ran.push(name)
        if (name === 'first') await new Promise<void>(resolve => waiting.set(name, resolve))
        return { write: async () => undefined }
      },
    })
    await jobs.start([definition])
    const ask = (name: string) =>
      database.transaction().execute(async tx => {
        const job = { title: name, ownerId: server.owner.id, projectId: null }
        return (await jobs.enqueue(tx, definition, { name }, job)).id
      })
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await pause(10)
    }
    await ask('first')
    await until(() => waiting.has('first'))
    const a = await ask('a')
    await ask('b')
    const c = await ask('c')
    const change = (id: string, body: { priority?: number; paused?: boolean }) =>
      database.transaction().execute(tx => changeJob(tx, jobs, id, body))
    await change(c, { priority: 1 })
    await change(a, { paused: true })
    waiting.get('first')?.()
    await until(() => ran.length === 3)
    assert.deepEqual(ran, ['first', 'c', 'b'])
    await change(a, { paused: false })
    await until(() => ran.length === 4)
    assert.deepEqual(ran.at(-1), 'a')
    await jobs.stop()
  })
})
