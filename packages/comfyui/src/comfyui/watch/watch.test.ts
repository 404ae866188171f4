import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assert as holds, property, string, uint8Array } from 'fast-check'
import { follow } from '../../follow.ts'
import { newAttemptId } from '../../server/attempt-id.ts'
import type { ServerEvent } from '../../server/events.ts'
import type { FaultPlaces } from '../../testing/faults.ts'
import { heard, pictureGraph, withComfy, type ComfyWorld } from '../../testing/with-comfy.ts'
import { readMessage } from './messages.ts'
import { readPreview } from './previews.ts'

async function eventsOfOne({ server, clock }: ComfyWorld, graph = pictureGraph()) {
  const id = newAttemptId()
  const events: ServerEvent[] = []
  const stop = server.listen(event => events.push(event))
  await heard(server, event => event.kind === 'connected')
  await server.submit({ id, graph })
  const end = await follow(server, { id }, { clock })
  stop()
  return { id, events, end }
}

test('a job tells of its start, nodes, steps, previews, results and end', () =>
  withComfy({ timeScale: 100 }, async world => {
    const ended = heard(world.server, event => event.kind === 'ended')
    const { id, events } = await eventsOfOne(world)
    await ended
    const kinds = new Set(events.map(({ kind }) => kind))
    for (const kind of ['connected', 'queue', 'started', 'cached', 'node', 'progress', 'preview', 'output'] as const)
      assert.ok(kinds.has(kind), kind)
    const preview = events.find(event => event.kind === 'preview')
    assert.deepEqual([preview?.id, preview?.nodeId, preview?.type], [id, 'sample', 'image/jpeg'])
    const steps = events.flatMap(event => (event.kind === 'progress' ? [event.fraction] : []))
    assert.deepEqual(steps, [0.25, 0.5, 0.75, 1])
  }))

test('loaders that were warm are told', () =>
  withComfy({ timeScale: 500 }, async world => {
    await eventsOfOne(world)
    const { events } = await eventsOfOne(world, pictureGraph('another'))
    const cached = events.find(event => event.kind === 'cached')
    assert.ok(cached?.nodes.includes('model'))
    assert.ok(!cached?.nodes.includes('sample'))
    assert.equal(world.test.loads(), 1)
  }))

/** Whatever the frames are like, polling finds the end; and no event carries nonsense. */
const noises: readonly FaultPlaces['events'][] = [
  'silent',
  'dropped',
  'twice',
  'garbage',
  'of-strangers',
  'ended-first',
  'absurd-progress',
]
void describe('with frames that are', () => {
  for (const noise of noises) {
    test(`${noise}, a job is followed to its end`, () =>
      withComfy({ timeScale: 300 }, async world => {
        world.test.faults.order('events', noise)
        const { end, events } = await eventsOfOne(world)
        assert.equal(end.kind, 'finished')
        for (const event of events) if (event.kind === 'progress') assert.ok(event.fraction >= 0 && event.fraction <= 1)
      }))
  }
})

test(
  'a line that the server has dropped is opened again, and one that it only seems to keep is given up',
  { timeout: 10_000 },
  () =>
    withComfy({ timeScale: 1000 }, async ({ server, test: double }) => {
      await heard(server, event => event.kind === 'connected')
      const kept = server.listen(() => undefined)
      const again = heard(server, event => event.kind === 'connected')
      double.dropSockets()
      await again
      const afterSilence = heard(server, event => event.kind === 'connected')
      double.silenceSockets()
      await server.submit({ id: newAttemptId(), graph: pictureGraph() })
      await afterSilence
      kept()
    }),
)

test('nothing stays open when nobody listens any more', () =>
  withComfy({}, async ({ server, test: double }) => {
    const stop = server.listen(() => undefined)
    await heard(server, event => event.kind === 'connected')
    assert.equal(double.openSockets(), 1)
    stop()
    await server.close()
    while (double.openSockets() > 0) await new Promise(resolve => setImmediate(resolve))
  }))

test('previews come in both forms, and only pictures pass', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2])
  const frame = (...parts: (number | Buffer)[]) =>
    Buffer.concat(
      parts.map(part => (typeof part === 'number' ? Buffer.from([part >>> 24, part >>> 16, part >>> 8, part]) : part)),
    )
  const about = Buffer.from(JSON.stringify({ node_id: '2', prompt_id: 'p', image_type: 'image/png' }))
  assert.deepEqual(readPreview(frame(1, 1, jpeg)), { kind: 'preview', id: null, nodeId: null, type: 'image/jpeg', bytes: jpeg })
  assert.deepEqual(readPreview(frame(4, about.byteLength, about, jpeg)), {
    kind: 'preview',
    id: 'p',
    nodeId: '2',
    type: 'image/jpeg',
    bytes: jpeg,
  })
  assert.equal(readPreview(frame(1, 1, Buffer.from('<svg onload=alert(1)>'))), undefined)
  assert.equal(readPreview(frame(4, 2 ** 31, about)), undefined)
  assert.equal(readPreview(frame(3, 1, jpeg)), undefined)
  assert.equal(readPreview(Buffer.alloc(3)), undefined)
})

test('no frame makes the readers throw', () => {
  holds(
    property(uint8Array({ maxLength: 200 }), bytes => void readPreview(Buffer.from(bytes))),
    { numRuns: 1000 },
  )
  holds(
    property(string(), text => void readMessage(text)),
    { numRuns: 500 },
  )
  for (const type of [
    'status',
    'execution_start',
    'execution_cached',
    'executing',
    'progress',
    'executed',
    'execution_error',
    '__proto__',
    'constructor',
  ])
    for (const data of [
      null,
      7,
      'x',
      [],
      {},
      { prompt_id: 7 },
      { prompt_id: 'p', value: Number.MAX_VALUE, max: -1 },
      { prompt_id: 'p', node: {}, nodes: 'x', output: [] },
    ])
      readMessage(JSON.stringify({ type, data }))
})

test('an error that only blocks what follows is not the end', () => {
  const error = (type: string) =>
    readMessage(JSON.stringify({ type: 'execution_error', data: { prompt_id: 'p', exception_type: type } }))
  assert.equal(error('ExecutionBlocked'), undefined)
  assert.equal(error('RuntimeError')?.kind, 'failed')
})
