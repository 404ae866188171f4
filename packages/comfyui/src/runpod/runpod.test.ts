import assert from 'node:assert/strict'
import { test } from 'node:test'
import { follow, reconcile } from '../follow.ts'
import { newAttemptId } from '../server/attempt-id.ts'
import { isCertainlyNotThere, ServerError } from '../server/failure.ts'
import { createNodeTransport } from '../server/node-transport.ts'
import type { AttemptKey, GenerationServer } from '../server/server.ts'
import { startTestRunPod, type TestRunPod } from '../testing/runpod-server.ts'
import { pictureGraph, quickClock as clock } from '../testing/with-comfy.ts'
import { openRunPodServer } from './server.ts'

type World = { readonly double: TestRunPod; readonly server: GenerationServer; readonly run: () => Promise<AttemptKey> }

async function withRunPod(use: (world: World) => Promise<void>, key = 'rp-test') {
  await using double = await startTestRunPod()
  const transport = createNodeTransport()
  const server = openRunPodServer({ url: double.url, key }, transport, { resultTransport: transport })
  const run = async () => {
    const id = newAttemptId()
    return { id, ...(await server.submit({ id, graph: pictureGraph() })) }
  }
  await use({ double, server, run })
  transport.close()
}

const isFailure = (kind: string, reason?: string) => (error: unknown) =>
  error instanceof ServerError &&
  error.failure.kind === kind &&
  (reason === undefined || (error.failure.kind === 'refused' && error.failure.reason === reason))

async function bytesOf(server: GenerationServer, state: Awaited<ReturnType<typeof follow>>) {
  assert.ok(state.kind === 'finished' && state.outputs[0] !== undefined)
  const { stream } = await server.download(state.outputs[0], { maxBytes: 1e6 })
  return Buffer.concat((await stream.toArray()) as Buffer[])
}

for (const fault of [undefined, 'old-output', 'in-a-store'] as const) {
  test(`a job runs and its picture comes${fault === undefined ? '' : ` (${fault})`}`, () =>
    withRunPod(async ({ double, server, run }) => {
      if (fault !== undefined) double.order(fault)
      const key = await run()
      const end = await follow(server, key, { clock })
      assert.equal(end.kind === 'finished' && end.seconds, 5)
      assert.equal((await bytesOf(server, end)).toString('latin1', 1, 4), 'PNG')
    }))
}

test('pictures go along with the job, with our id', () =>
  withRunPod(async ({ double, server }) => {
    const id = newAttemptId()
    await server.submit({ id, graph: pictureGraph(), files: [{ name: 'a.png', bytes: Buffer.from('1'), type: 'image/png' }] })
    assert.deepEqual(
      double.jobs().map(({ attempt, images }) => [attempt, images]),
      [[id, 1]],
    )
    await assert.rejects(
      server.submit({ id, graph: pictureGraph(), files: [{ name: 'a', bytes: Buffer.alloc(9e6), type: 'x' }] }),
      isFailure('refused', 'too-large'),
    )
    await assert.rejects(server.upload({ name: 'a', bytes: Buffer.alloc(1), type: 'x' }), isFailure('unsupported'))
  }))

for (const [fault, words] of [
  ['fails', /ran out of memory/],
  ['reports-error', /prompt ID not found/],
  ['times-out', /longer than the endpoint allows/],
] as const) {
  test(`a job that ${fault} says why`, () =>
    withRunPod(async ({ double, server, run }) => {
      double.order(fault)
      const end = await follow(server, await run(), { clock })
      assert.ok(end.kind === 'failed')
      assert.match(end.failure.message, words)
    }))
}

test('an unclear submit cannot be looked up by our id, and says so', () =>
  withRunPod(async ({ double, server, run }) => {
    for (const fault of ['lost-reply', 'error-yet-queued'] as const) {
      double.order(fault)
      await assert.rejects(run(), (error: unknown) => isFailure('unclear')(error) && !isCertainlyNotThere(error))
    }
    assert.equal(double.jobs().length, 2)
    assert.equal(server.abilities.findsByOurId, false)
    await assert.rejects(server.find({ id: newAttemptId() }), isFailure('unsupported'))
  }))

test('a full endpoint, a wrong key and a forgotten job are told apart', () =>
  withRunPod(async ({ double, server, run }) => {
    double.order('busy')
    await assert.rejects(run(), isFailure('refused', 'busy'))
    double.order('forgets')
    assert.equal((await follow(server, await run(), { clock })).kind, 'absent')
    await withRunPod(world => assert.rejects(world.run(), isFailure('refused', 'unauthorised')), 'guess')
  }))

test('a job that never ends is called off', () =>
  withRunPod(async ({ double, server, run }) => {
    double.order('never-ends')
    const key = await run()
    const { pending, running } = await server.health()
    assert.equal((pending ?? 0) + (running ?? 0), 1)
    assert.equal((await server.cancel(key)).kind, 'interrupted')
    assert.equal((await reconcile(server, key, { clock })).kind, 'interrupted')
  }))

test('what a worker names that is neither bytes nor an address on the web is no result', () =>
  withRunPod(async ({ double, server, run }) => {
    double.order('hostile-output')
    const end = await follow(server, await run(), { clock })
    assert.deepEqual(end.kind === 'finished' && end.outputs, [])
  }))
