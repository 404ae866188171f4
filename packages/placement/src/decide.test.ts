import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decide } from './decide.ts'
import { createPool, dropJob, finishJob, putServer, queueJob, removeServer, reprioritise, startJob } from './pool.ts'
import type { Settings } from './settings.ts'
import { jobOf, kindOf, serverOf } from './testing.ts'

const flux = kindOf('flux', 17)
const wan = kindOf('wan', 16)

function poolOf(servers: readonly ReturnType<typeof serverOf>[], settings: Partial<Settings> = {}) {
  const pool = createPool(settings)
  for (const server of servers) putServer(pool, server)
  return pool
}

for (const goal of ['flow', 'makespan'] as const)
  describe(`what a pool starts when asked for a short ${goal}`, () => {
    test('a waiting job starts on a server that has its model', () => {
      const pool = poolOf([serverOf('a', ['wan']), serverOf('b', ['flux'])], { goal })
      queueJob(pool, jobOf('1', flux))
      assert.deepEqual(decide(pool, 0), [{ kind: 'start', jobId: '1', serverId: 'b' }])
    })

    for (const state of ['draining', 'broken'] as const)
      test(`a ${state} server gets nothing until it is up again`, () => {
        const pool = poolOf([serverOf('a', ['flux'], { state })], { goal })
        queueJob(pool, jobOf('1', flux))
        assert.deepEqual(decide(pool, 0), [])
        putServer(pool, serverOf('a', ['flux']))
        assert.equal(decide(pool, 1).length, 1)
      })

    test('a cancelled job does not start, and one whose server went can be queued again', () => {
      const pool = poolOf([serverOf('a', ['flux'])], { goal })
      queueJob(pool, jobOf('1', flux))
      queueJob(pool, jobOf('2', flux))
      assert.equal(dropJob(pool, '1'), true)
      assert.equal(dropJob(pool, '1'), false)
      startJob(pool, '2', 'a', 0)
      const [lost] = removeServer(pool, 'a')
      assert.ok(lost)
      queueJob(pool, lost, 5)
      putServer(pool, serverOf('b', ['flux']))
      assert.deepEqual(decide(pool, 5), [{ kind: 'start', jobId: '2', serverId: 'b' }])
    })

    test('the server that has the model in memory is preferred to its equal', () => {
      const pool = poolOf([serverOf('a', ['flux', 'wan']), serverOf('b', ['flux', 'wan'])], { goal })
      putServer(pool, serverOf('a', ['flux', 'wan']), [wan.heavy])
      putServer(pool, serverOf('b', ['flux', 'wan']), [flux.heavy])
      queueJob(pool, jobOf('1', flux))
      assert.deepEqual(decide(pool, 0), [{ kind: 'start', jobId: '1', serverId: 'b' }])
    })
  })

test('a long job does not wait before a free server for short ones that may come', () => {
  const pool = poolOf([serverOf('a', ['flux', 'wan'])])
  // Pictures come thick and fast, and are done at once.
  for (let at = 0; at < 60; at += 1) {
    queueJob(pool, jobOf(`picture ${at}`, flux, { queuedAt: at }))
    startJob(pool, `picture ${at}`, 'a', at)
    finishJob(pool, 'a', 0.9, at + 0.9)
  }
  queueJob(pool, jobOf('film', wan, { queuedAt: 60, work: 40 }))
  assert.deepEqual(decide(pool, 60), [{ kind: 'start', jobId: 'film', serverId: 'a' }])
})

test('of two stacks on the same model the one that ran last is preferred', () => {
  const [plain, withLora] = ['plain', 'lora'].map(stack =>
    kindOf(stack, 17, { heavy: flux.heavy, files: ['flux'], stack, lightGigabytes: 2 }),
  )
  assert.ok(plain && withLora)
  const pool = poolOf([serverOf('a', ['flux']), serverOf('b', ['flux'])])
  for (const [id, kind, server] of [
    ['1', plain, 'a'],
    ['2', withLora, 'b'],
  ] as const) {
    queueJob(pool, jobOf(id, kind))
    startJob(pool, id, server, 0)
    finishJob(pool, server, 30, 47)
  }
  queueJob(pool, jobOf('3', withLora, { queuedAt: 50 }))
  assert.deepEqual(decide(pool, 50), [{ kind: 'start', jobId: '3', serverId: 'b' }])
})

test('a more urgent job goes first, also when it becomes so while it waits', () => {
  const pool = poolOf([serverOf('a', ['flux'])])
  for (const id of ['1', '2', '3']) queueJob(pool, jobOf(id, flux))
  reprioritise(pool, '3', 2)
  assert.deepEqual(decide(pool, 0), [{ kind: 'start', jobId: '3', serverId: 'a' }])
})

test('a server about to finish gets one job ahead and no second', () => {
  const pool = poolOf([serverOf('a', ['flux'])], { prefetchSeconds: 10 })
  for (const id of ['1', '2', '3']) queueJob(pool, jobOf(id, flux))
  startJob(pool, '1', 'a', 0)
  const { expectedEnd } = pool.slots.get('a')?.running ?? assert.fail()
  assert.deepEqual(decide(pool, expectedEnd - 20), [])
  const [ahead] = decide(pool, expectedEnd - 5)
  assert.ok(ahead?.kind === 'prefetch')
  startJob(pool, ahead.jobId, 'a', expectedEnd - 5)
  assert.deepEqual(decide(pool, expectedEnd - 4), [])
  finishJob(pool, 'a', 30, expectedEnd)
  assert.equal(pool.slots.get('a')?.running?.job.id, ahead.jobId)
})

test('an idle server loads what is often asked for into room that it has, and evicts nothing for it', () => {
  const pool = poolOf([serverOf('a', ['flux', 'wan'])], { preloads: true })
  queueJob(pool, jobOf('1', flux))
  startJob(pool, '1', 'a', 0)
  queueJob(pool, jobOf('2', wan))
  dropJob(pool, '2')
  finishJob(pool, 'a', 30, 60)
  assert.deepEqual(decide(pool, 60), [])
  putServer(pool, serverOf('a', ['flux', 'wan'], { vramGigabytes: 48 }))
  assert.deepEqual(decide(pool, 60), [{ kind: 'preload', model: 'wan', gigabytes: 16, serverId: 'a' }])
})

test('a decision changes nothing and can be repeated', () => {
  const pool = poolOf([serverOf('a', ['flux', 'wan']), serverOf('b', ['flux', 'wan'])])
  for (let at = 0; at < 12; at += 1) queueJob(pool, jobOf(String(at), at % 3 ? flux : wan, { queuedAt: at, work: 1 + at / 10 }))
  assert.deepEqual(decide(pool, 20), decide(pool, 20))
})
