import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { createTestServer, type TestServer } from '../../testing.ts'
import { defineJob, FinalFailure } from './define.ts'
import { createJobs, type Jobs } from './engine.ts'
import { succeed } from './end.ts'

const Input = z.object({ name: z.string() })

describe('jobs', () => {
  let server: TestServer
  let jobs: Jobs
  const ran: string[] = []
  const release = new Map<string, () => void>()
  const aborted: string[] = []

  /** Does what its input's name says. */
  const definition = defineJob({
    kind: 'test-job',
    input: Input,
    weight: 'light',
    maxAttempts: 2,
    async run({ input: { name }, attempt, signal, report }) {
      ran.push(`${name} ${attempt}`)
      if (name === 'fails') throw new Error('as asked')
      if (name === 'fails for good') throw new FinalFailure('hopeless', 'as asked')
      if (name === 'fails once' && attempt === 1) throw new Error('the first time')
      if (name.startsWith('waits')) {
        report(0.5, 'waiting')
        await new Promise<void>((resolve, reject) => {
          release.set(name, resolve)
          signal.addEventListener('abort', () => {
            aborted.push(name)
            reject(signal.reason)
          })
        })
      }
      return {
        write: async tx =>
          void (await tx
            .insertInto('topic')
            .values({ name: `written ${name} ${attempt}`, sequence: 1 })
            .execute()),
      }
    },
  })

  before(async () => {
    server = await createTestServer()
    jobs = server.context.jobs
    await jobs.stop()
    jobs = newEngine()
    await jobs.start([definition])
  })
  after(async () => {
    await jobs.stop()
    await server[Symbol.asyncDispose]()
  })
  const newEngine = () => {
    const { database, log } = server.context
    return createJobs({ database, facts: server.connection, ear: server.context.ear, log, heavySlots: 1 })
  }
  const ask = (name: string) =>
    server.context.database
      .transaction()
      .execute(tx => jobs.enqueue(tx, definition, { name }, { title: name, ownerId: server.owner.id, projectId: null }))
  const stateOf = (id: string) =>
    server.context.database.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const until = async (id: string, states: string[]) => {
    for (;;) {
      const job = await stateOf(id)
      if (states.includes(job.state)) return job
      await pause(20)
    }
  }
  const written = async (name: string) =>
    (await server.context.database.selectFrom('topic').select('name').where('name', 'like', `written ${name} %`).execute()).length

  test('a job runs once and its result is there', async () => {
    const { id } = await ask('plain')
    await until(id, ['succeeded'])
    assert.equal(await written('plain'), 1)
    assert.deepEqual(
      ran.filter(entry => entry.startsWith('plain')),
      ['plain 1'],
    )
  })

  test('a job of a transaction that is rolled back never existed', async () => {
    const rolledBack = server.context.database.transaction().execute(async tx => {
      await jobs.enqueue(tx, definition, { name: 'never' }, { title: 'never', ownerId: server.owner.id, projectId: null })
      throw new Error('roll back')
    })
    await assert.rejects(rolledBack)
    const { id } = await ask('after never')
    await until(id, ['succeeded'])
    assert.ok(!ran.some(entry => entry.startsWith('never')))
  })

  test('a failure is tried again, then kept with its reason until somebody retries it', async () => {
    const once = await ask('fails once')
    const twice = await ask('fails')
    assert.equal((await until(once.id, ['succeeded'])).attempt, 2)
    const failed = await until(twice.id, ['failed'])
    assert.deepEqual([failed.attempt, failed.error?.message], [2, 'as asked'])
    await server.context.database.transaction().execute(tx => jobs.retry(tx, twice.id, server.owner.id))
    const again = await until(twice.id, ['failed'])
    assert.equal(again.attempt, 2)
  })

  test('a hopeless failure is not tried again', async () => {
    const { id } = await ask('fails for good')
    const failed = await until(id, ['failed'])
    assert.deepEqual([failed.attempt, failed.error?.code], [1, 'hopeless'])
  })

  test('cancelling a running job aborts it and refuses its result', async () => {
    const { id } = await ask('waits for cancel')
    await until(id, ['running'])
    while (!release.has('waits for cancel')) await pause(10)
    await server.context.database.transaction().execute(tx => jobs.cancel(tx, id))
    assert.equal((await stateOf(id)).state, 'cancelled')
    while (!aborted.includes('waits for cancel')) await pause(10)
    assert.equal(await written('waits for cancel'), 0)
  })

  test('an attempt that was replaced may not write', async () => {
    const { id } = await ask('waits, replaced')
    const running = await until(id, ['running'])
    await server.context.database.updateTable('job').set({ attempt: 7 }).where('id', '=', id).execute()
    const counted = await succeed(server.context.database, running, { write: async () => assert.fail('it wrote') })
    assert.equal(counted, false)
    await server.context.database.transaction().execute(tx => jobs.cancel(tx, id))
  })

  test('what a dead worker was doing is done by a living one', async () => {
    const { id } = await ask('waits for a crash')
    await until(id, ['running'])
    while (!release.has('waits for a crash')) await pause(10)
    const endFirst = release.get('waits for a crash')
    // Another worker number, whose lock nobody holds: to everyone else that is a process that died.
    await server.context.database.updateTable('job').set({ worker: 12_345 }).where('id', '=', id).execute()
    const second = newEngine()
    await second.start([])
    const replaced = await until(id, ['running', 'queued'])
    assert.ok(replaced.worker !== 12_345)
    while (ran.filter(entry => entry.startsWith('waits for a crash')).length < 2) await pause(20)
    release.get('waits for a crash')?.()
    endFirst?.()
    const done = await until(id, ['succeeded'])
    assert.equal(done.attempt, 2)
    assert.equal(await written('waits for a crash'), 1)
    await second.stop()
  })

  test('stopping puts running jobs back without charge', async () => {
    const { id } = await ask('waits for a stop')
    await until(id, ['running'])
    while (!release.has('waits for a stop')) await pause(10)
    await jobs.stop()
    const back = await stateOf(id)
    assert.deepEqual([back.state, back.attempt], ['queued', 0])
    jobs = newEngine()
    await jobs.start([definition])
    await until(id, ['running'])
    while (ran.filter(entry => entry.startsWith('waits for a stop')).length < 2) await pause(10)
    release.get('waits for a stop')?.()
    assert.equal((await until(id, ['succeeded'])).attempt, 1)
  })
})
