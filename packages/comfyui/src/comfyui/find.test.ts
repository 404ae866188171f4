import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { evict, follow, reconcile } from '../follow.ts'
import { newAttemptId, type AttemptId } from '../server/attempt-id.ts'
import { ServerError } from '../server/failure.ts'
import { prefixOf } from './left-behind.ts'
import { heard, pictureGraph, withComfy, type ComfyWorld } from '../testing/with-comfy.ts'
import type { TestComfyOptions } from '../testing/comfy-server.ts'
import type { AttemptState } from '../server/server.ts'

/** A job that is long enough for something to happen to it. */
const long = () => pictureGraph('a long one', 100)

const running = async ({ server }: ComfyWorld, graph = long()) => {
  const id = newAttemptId()
  const started = heard(server, event => event.kind === 'started' && event.id === id)
  const connected = heard(server, event => event.kind === 'connected')
  await connected
  await server.submit({ id, graph })
  await started
  return id
}

const kindOf = (state: AttemptState) => state.kind

for (const hasJobs of [false, true]) {
  const comfy = (options: TestComfyOptions, use: (world: ComfyWorld) => Promise<void>) => withComfy({ hasJobs, ...options }, use)
  void describe(hasJobs ? 'a server with /api/jobs' : 'a server without /api/jobs', () => {
    test('an attempt waits, runs and is finished', () =>
      comfy({ timeScale: 20 }, async world => {
        const { server, clock } = world
        const first = await running(world)
        const second = newAttemptId()
        await server.submit({ id: second, graph: pictureGraph() })
        assert.deepEqual(await server.find({ id: second }), { kind: 'pending', ahead: 1, copies: 1 })
        assert.deepEqual(await server.find({ id: first }), { kind: 'running', copies: 1 })
        assert.equal(kindOf(await server.cancel({ id: first })), 'interrupted')
        const end = await follow(server, { id: second }, { clock })
        assert.ok(end.kind === 'finished')
        assert.deepEqual(
          end.outputs.map(output => output.kind === 'file' && [output.medium, output.isKept, output.nodeId]),
          [['image', true, 'save']],
        )
      }))

    test('a restart forgets an attempt and not what it saved; of one that saved nothing it knows nothing', () =>
      comfy({ timeScale: 200 }, async ({ server, test: double, clock }) => {
        const [id, other] = [newAttemptId(), newAttemptId()]
        await server.submit({ id, graph: pictureGraph('a fox', 4, prefixOf(id)) })
        const end = await follow(server, { id }, { clock })
        await double.crash()
        const found = await server.find({ id })
        assert.ok(end.kind === 'finished' && found.kind === 'finished')
        const [first, again] = [end, found].map(({ outputs: [output] }) => output?.kind === 'file' && output.source)
        assert.deepEqual(again, first)
        assert.equal(kindOf(await server.cancel({ id })), 'finished')
        assert.equal(kindOf(await server.find({ id: other })), 'absent')
        double.faults.order('view', 'html')
        assert.equal(kindOf(await server.find({ id })), 'absent')
      }))

    test('an attempt that waits is called off without a trace, and no other is touched', () =>
      comfy({ timeScale: 20 }, async world => {
        const { server, test: double } = world
        const first = await running(world)
        const waiting = newAttemptId()
        const foreign = double.addForeignJob(pictureGraph('someone else’s'))
        await server.submit({ id: waiting, graph: pictureGraph() })
        assert.equal(kindOf(await server.cancel({ id: waiting })), 'absent')
        assert.equal(kindOf(await server.cancel({ id: waiting })), 'absent')
        assert.equal(kindOf(await server.find({ id: first })), 'running')
        assert.equal(kindOf(await server.find({ id: foreign as AttemptId })), 'pending')
        const { jobs } = await server.health()
        assert.deepEqual(
          jobs.map(({ id, clientId }) => [id, clientId === server.clientId]),
          [
            [first, true],
            [foreign, false],
          ],
        )
        await server.cancel({ id: first })
      }))

    test('what was queued twice under one id is called off twice', () =>
      comfy({ timeScale: 20 }, async world => {
        const { server, test: double, clock } = world
        const first = await running(world)
        double.faults.order('submit', 'queued-twice')
        const twice = newAttemptId()
        await server.submit({ id: twice, graph: pictureGraph() })
        const found = await server.find({ id: twice })
        assert.ok(found.kind === 'pending' && found.copies === 2)
        assert.equal(kindOf(await evict(server, { id: twice }, { clock })), 'absent')
        await server.cancel({ id: first })
        assert.deepEqual(
          double.executions.map(({ id }) => id),
          [first],
        )
      }))

    test('what someone else deletes or interrupts is told as such', () =>
      comfy({ timeScale: 20 }, async world => {
        const { server, test: double, clock } = world
        const first = await running(world)
        const waiting = newAttemptId()
        await server.submit({ id: waiting, graph: pictureGraph() })
        double.clearQueue()
        assert.equal((await follow(server, { id: waiting }, { clock })).kind, 'absent')
        double.interruptAnything()
        assert.equal((await follow(server, { id: first }, { clock })).kind, 'interrupted')
      }))

    test('a restart loses what ran and what waited', () =>
      comfy({ timeScale: 20 }, async world => {
        const { server, test: double, clock } = world
        const first = await running(world)
        const waiting = newAttemptId()
        await server.submit({ id: waiting, graph: pictureGraph() })
        await double.crash()
        for (const id of [first, waiting]) assert.equal((await follow(server, { id }, { clock })).kind, 'absent')
      }))

    test('a job whose history comes late is not taken for lost', () =>
      comfy({ timeScale: 20 }, async ({ server, test: double, clock }) => {
        double.faults.order('history', 'late')
        const id = newAttemptId()
        await server.submit({ id, graph: pictureGraph('late', 1) })
        await heard(server, event => event.kind === 'ended' && event.id === id)
        const slow = { ...clock, sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms * 20, signal) }
        assert.equal((await reconcile(server, { id }, { clock: slow })).kind, 'finished')
      }))

    test('answers that are no answers are errors, and following goes on after them', () =>
      comfy({}, async ({ server, test: double, clock }) => {
        const id = newAttemptId()
        await server.submit({ id, graph: pictureGraph() })
        for (const fault of ['error', 'html', 'cut-json'] as const) {
          double.faults.order('look', fault, 3)
          await assert.rejects(
            server.find({ id }),
            (error: unknown) => error instanceof ServerError && error.failure.kind === 'broken-answer',
          )
          while (double.faults.take('look') !== undefined);
        }
        double.faults.order('look', 'error', 7)
        const looks: string[] = []
        const end = await follow(
          server,
          { id },
          { clock, onLook: state => looks.push(state instanceof ServerError ? 'error' : state.kind) },
        )
        assert.equal(end.kind, 'finished')
        assert.ok(looks.includes('error'))
      }))
  })
}

test('an endless answer ends at its limit', () =>
  withComfy({}, async ({ server, test: double }) => {
    double.faults.order('look', 'endless')
    await assert.rejects(
      server.health(),
      (error: unknown) => error instanceof ServerError && error.failure.kind === 'answer-too-large',
    )
  }))

test('a server that holds its lock is waited for while it is busy, and not for long when it is idle', () =>
  withComfy({ timeScale: 1 }, async ({ server, test: double }) => {
    double.holdLock(0.3)
    assert.equal((await server.health({ isBusy: true })).running, 0)
    double.stop()
    const giveUp = AbortSignal.timeout(100)
    await assert.rejects(server.health({ signal: giveUp }), (error: unknown) => error === giveUp.reason)
    double.resume()
  }))

test('a stopped server runs what was sent to it once it goes on; the id finds it', () =>
  withComfy({}, async ({ server, test: double, clock }) => {
    double.stop()
    const id = newAttemptId()
    const giveUp = AbortSignal.timeout(50)
    await assert.rejects(server.submit({ id, graph: pictureGraph() }, { signal: giveUp }))
    double.resume()
    // The connection was closed while the request waited: a real server has read it by then.
    const found = await reconcile(server, { id }, { clock })
    if (found.kind === 'absent') await server.submit({ id, graph: pictureGraph() })
    assert.equal((await follow(server, { id }, { clock })).kind, 'finished')
    assert.equal(double.executions.length, 1)
  }))

test('a zombie takes jobs and never runs them: that shows in its queue', () =>
  withComfy({}, async ({ server, test: double }) => {
    double.killWorker()
    const id = newAttemptId()
    await server.submit({ id, graph: pictureGraph() })
    const { running: runs, pending } = await server.health()
    assert.deepEqual([runs, pending, (await server.find({ id })).kind], [0, 1, 'pending'])
  }))

const causes = [
  ['out-of-memory', 'out-of-memory', 'larger', /“KSampler” ran out of memory: CUDA out of memory/],
  ['disk-full', 'disk-full', 'other', /found no room on the server’s disk/],
  ['node-error', 'node-error', 'other', /“KSampler” failed: mat1 and mat2/],
] as const
for (const [fault, reason, retry, words] of causes) {
  test(`a job that fails with ${fault} says so in words and where another try has a chance`, () =>
    withComfy({}, async ({ server, test: double, clock }) => {
      double.faults.order('run', fault)
      const id = newAttemptId()
      await server.submit({ id, graph: pictureGraph() })
      const end = await follow(server, { id }, { clock })
      assert.ok(end.kind === 'failed')
      assert.deepEqual([end.failure.reason, end.failure.retry, end.failure.nodeId], [reason, retry, 'sample'])
      assert.match(end.failure.message, words)
    }))
}

test('a job that never ends is evicted before it goes elsewhere', () =>
  withComfy({}, async ({ server, test: double, clock }) => {
    double.faults.order('run', 'never-ends')
    const id = newAttemptId()
    await server.submit({ id, graph: pictureGraph() })
    assert.equal((await evict(server, { id }, { clock })).kind, 'interrupted')
  }))

test('following gives up on a server that stays silent, and says that nothing is known', () =>
  withComfy({}, async ({ server, test: double, clock }) => {
    const id = newAttemptId()
    await server.submit({ id, graph: pictureGraph() })
    double.faults.order('look', 'error', 1000)
    await assert.rejects(follow(server, { id }, { clock, silentFor: 5_000 }), (error: unknown) => error instanceof ServerError)
  }))

test('following ends when it is told to', () =>
  withComfy({ timeScale: 10 }, async world => {
    const id = await running(world)
    const giveUp = AbortSignal.timeout(50)
    await assert.rejects(follow(world.server, { id }, { signal: giveUp }), (error: unknown) => error === giveUp.reason)
  }))
