import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evict, follow, reconcile } from '../follow.ts'
import { newAttemptId } from '../server/attempt-id.ts'
import { isCertainlyNotThere, ServerError, type ServerFailure } from '../server/failure.ts'
import { createNodeTransport } from '../server/node-transport.ts'
import type { FaultPlaces } from '../testing/faults.ts'
import { pictureGraph, withComfy, type ComfyWorld } from '../testing/with-comfy.ts'
import { openComfyServer } from './server.ts'

async function failureOf(call: Promise<unknown>): Promise<ServerError> {
  const error: unknown = await call.then(
    () => assert.fail('it should have failed'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ServerError, String(error))
  return error
}

const describeFailure = ({ failure }: ServerError) => (failure.kind === 'refused' ? `refused: ${failure.reason}` : failure.kind)

/** What each fault is taken for, and how often the job then runs: an unclear one may or may not be there. */
const outcomes: readonly (readonly [FaultPlaces['submit'], string, number])[] = [
  ['no-connection', 'unclear', 0],
  ['lost-reply', 'unclear', 1],
  ['error-yet-queued', 'unclear', 1],
  ['error-and-not-queued', 'unclear', 0],
  ['bad-gateway', 'unclear', 0],
  ['another-id', 'unclear', 1],
  ['cut-json', 'unclear', 1],
  ['html', 'unclear', 0],
  ['partly-valid', 'refused: missing-file', 0],
  ['busy', 'refused: busy', 0],
  ['redirect', 'refused: another-protocol', 0],
]
for (const [fault, expected, runs] of outcomes) {
  test(`a submit with ${fault} is ${expected}, and looking it up by id tells whether it runs`, () =>
    withComfy({ stepSeconds: () => 30 }, async ({ test: double, server, clock }) => {
      double.faults.order('submit', fault)
      const id = newAttemptId()
      const error = await failureOf(server.submit({ id, graph: pictureGraph() }))
      assert.equal(describeFailure(error), expected)
      const isThere = error.failure.kind === 'unclear'
      assert.equal(isCertainlyNotThere(error), !isThere)
      const found = await reconcile(server, { id }, { clock })
      assert.equal(found.kind === 'absent' || found.kind === 'interrupted' ? 0 : 1, runs)
      if (runs === 1) assert.equal((await follow(server, { id }, { clock })).kind, 'finished')
      assert.equal(double.executions.filter(one => one.outcome === 'success').length, runs)
    }))
}

test('how long a busy server wants to be left alone is told', () =>
  withComfy({}, async ({ test: double, server }) => {
    double.faults.order('submit', 'busy')
    const { failure } = await failureOf(server.submit({ id: newAttemptId(), graph: pictureGraph() }))
    assert.equal(failure.kind === 'refused' && failure.retryAfter, 7)
  }))

test('a server that is not there, and a name that is nobody’s, were certainly never asked', async () => {
  const transport = createNodeTransport()
  for (const url of ['http://127.0.0.1:1', 'http://nobody.invalid']) {
    const server = openComfyServer({ url }, transport)
    const error = await failureOf(server.submit({ id: newAttemptId(), graph: pictureGraph() }))
    assert.equal(error.failure.kind, 'unreachable')
    assert.ok(isCertainlyNotThere(error))
  }
  transport.close()
})

async function refusalOf({ server }: ComfyWorld, graph: ReturnType<typeof pictureGraph>) {
  const { failure } = await failureOf(server.submit({ id: newAttemptId(), graph }))
  assert.ok(failure.kind === 'refused')
  return failure satisfies Extract<ServerFailure, { kind: 'refused' }>
}

test('what a server finds wrong with a graph is told by node, in words, with what to do', () =>
  withComfy({}, async world => {
    const graph = pictureGraph()
    const withSampler = (inputs: object) =>
      ({ ...graph, sample: { ...graph.sample, inputs: { ...graph.sample?.inputs, ...inputs } } }) as typeof graph
    const [steps] = (await refusalOf(world, withSampler({ steps: 0 }))).problems
    assert.deepEqual(
      { kind: steps?.kind, nodeId: steps?.nodeId, input: steps?.input, message: steps?.message, remedy: steps?.remedy },
      {
        kind: 'value_smaller_than_min',
        nodeId: 'sample',
        input: 'steps',
        message: '“Sampling”: “steps” is 0, which is too little.',
        remedy: 'Use a larger value.',
      },
    )
    const file = await refusalOf(world, {
      ...graph,
      model: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'gone.safetensors' } },
    })
    assert.equal(file.reason, 'missing-file')
    assert.match(file.problems[0]?.message ?? '', /the server does not have gone\.safetensors/)
    const node = await refusalOf(world, { ...graph, extra: { class_type: 'FaceDetailer', inputs: {} } })
    assert.equal(node.reason, 'missing-node')
    assert.match(node.problems[0]?.message ?? '', /does not know the node FaceDetailer/)
    const { save: _, ...unsaved } = graph
    assert.equal((await refusalOf(world, unsaved)).problems[0]?.kind, 'prompt_no_outputs')
    const picture = await refusalOf(world, {
      ...graph,
      image: { class_type: 'LoadImage', inputs: { image: 'never-sent.png' } },
      second: { class_type: 'SaveImage', inputs: { images: ['image', 0], filename_prefix: 'x' } },
    })
    assert.equal(picture.isLeftRunning, false)
    assert.match(picture.problems[0]?.message ?? '', /never-sent\.png/)
    assert.deepEqual(await world.server.health(), { running: 0, pending: 0, jobs: [] })
  }))

test('a proxy’s key goes along with every call and the WebSocket; without it the refusal says so', () =>
  withComfy({ key: { header: 'X-Api-Key', value: 'secret' } }, async ({ test: double, server, clock }) => {
    const id = newAttemptId()
    const connected = new Promise(resolve => server.listen(event => event.kind === 'connected' && resolve(event)))
    await connected
    await server.submit({ id, graph: pictureGraph() })
    assert.equal((await follow(server, { id }, { clock })).kind, 'finished')
    const transport = createNodeTransport()
    const stranger = openComfyServer({ url: double.url, headers: { 'x-api-key': 'guess' } }, transport)
    for (const call of [
      () => stranger.submit({ id, graph: pictureGraph() }),
      () => stranger.find({ id }),
      () => stranger.health(),
      () => stranger.describe(),
      () => stranger.models('vae'),
    ])
      assert.equal(describeFailure(await failureOf(call())), 'refused: unauthorised')
    transport.close()
  }))

test('models are listed by folder, and memory is emptied', () =>
  withComfy({ files: { vae: ['ae.safetensors'] } }, async ({ server }) => {
    assert.deepEqual(await server.models('vae'), ['ae.safetensors'])
    assert.deepEqual(await server.models('../etc'), [])
    await server.free()
  }))

test('what arrives after it was called off is called off again', () =>
  withComfy({ stepSeconds: () => 60 }, async ({ server, clock, test: double }) => {
    const id = newAttemptId()
    let looks = 0
    const late = {
      ...server,
      // The call arrives between the two looks.
      find: async (key: { id: typeof id }) => {
        if (++looks === 1) await server.submit({ id, graph: pictureGraph() })
        return server.find(key)
      },
    }
    assert.notEqual((await evict(late, { id }, { clock })).kind, 'running')
    assert.deepEqual((await server.health()).jobs, [])
    assert.equal(double.executions.filter(one => one.outcome === 'success').length, 0)
  }))
