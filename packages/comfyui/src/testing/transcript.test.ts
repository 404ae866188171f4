import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WebSocket } from 'ws'
import type { Graph } from '../graph/graph.ts'
import { startTestComfy, type TestComfyServer } from './comfy-server.ts'
import { recordedTranscript, withoutRecording } from './recorded.ts'
import { pictureGraph } from './with-comfy.ts'

type Frame = { readonly type: string; readonly data: unknown }

/** The frames of one section; lines that were cut keep their type only. */
function framesOf(section: string): readonly Frame[] {
  const [, rest = ''] = recordedTranscript().split(`===== ${section}`)
  const [body = ''] = rest.split('\n=====')
  return body.split('\n').flatMap(line => (line.startsWith('  <- ') ? [readLine(line.slice(5))] : []))
}

function readLine(line: string): Frame {
  if (line.includes('"BINARY"')) return { type: 'preview', data: undefined }
  const [, type = ''] = /"type": "(\w+)"/.exec(line) ?? []
  try {
    return { type, data: (JSON.parse(line) as Frame).data }
  } catch {
    return { type, data: undefined }
  }
}

async function recordDouble(double: TestComfyServer, graph: Graph, hasPreviewIds = true): Promise<readonly Frame[]> {
  const frames: Frame[] = []
  const clientId = crypto.randomUUID().replaceAll('-', '')
  const socket = new WebSocket(`${double.url.replace('http', 'ws')}/ws?clientId=${clientId}`)
  const ended = new Promise(resolve => {
    socket.on('message', (data: Buffer, isBinary) => {
      const frame = isBinary ? { type: 'preview', data: undefined } : (JSON.parse(data.toString('utf8')) as Frame)
      frames.push(frame)
      if (frame.type === 'executing' && (frame.data as { node: unknown }).node === null) resolve(undefined)
    })
  })
  await new Promise(resolve => socket.once('open', resolve))
  if (hasPreviewIds) socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }))
  while (frames.length < (hasPreviewIds ? 2 : 1)) await new Promise(resolve => setImmediate(resolve))
  const answer = await fetch(`${double.url}/prompt`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: graph, client_id: clientId, prompt_id: crypto.randomUUID() }),
  })
  assert.equal(answer.status, 200)
  await ended
  socket.terminate()
  return frames
}

/** One letter a frame, so that an order can be held against a pattern. */
const letters: { readonly [type: string]: string } = {
  status: 's',
  feature_flags: 'f',
  execution_start: 'b',
  execution_cached: 'c',
  progress_state: 'p',
  executing: 'x',
  preview: 'v',
  progress: 'g',
  executed: 'u',
  execution_success: 'k',
  execution_error: 'e',
}
const spelled = (frames: readonly Frame[]) => frames.map(({ type }) => letters[type] ?? '?').join('')

/** Names and types of everything inside, numbers of any size alike. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  const entries = Object.entries(value).map(([key, one]) => [/^\d+$|^[0-9a-f-]{36}$/.test(key) ? '*' : key, shapeOf(one)])
  return Object.fromEntries(entries.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
}

const quick = { stepSeconds: () => 1 } as const

test('the test server sends the frames of a run in the order of the real one', { skip: withoutRecording }, async () => {
  await using double = await startTestComfy(quick)
  const order = /^sfssbc(px(pvg)*u?p)+ksx$/
  assert.match(spelled(framesOf('A valid run')), order)
  assert.match(spelled(await recordDouble(double, pictureGraph())), order)
})

test('and of a run that was cached, and of one that fails', { skip: withoutRecording }, async () => {
  await using double = await startTestComfy(quick)
  await recordDouble(double, pictureGraph(), false)
  assert.equal(spelled(framesOf('B cached re-run')), 'sssbcupksx')
  assert.equal(spelled(await recordDouble(double, pictureGraph(), false)), 'sssbcupksx')
  const failing = /^sssbc(px)+((pv?g|pg)v?)*.*esx$/
  assert.match(spelled(framesOf('C runtime failure')), failing)
  double.faults.order('run', 'node-error')
  assert.match(spelled(await recordDouble(double, pictureGraph('fails'), false)), failing)
})

test('its frames have the shapes of the real ones', { skip: withoutRecording }, async () => {
  await using double = await startTestComfy(quick)
  const made = await recordDouble(double, pictureGraph())
  for (const { type, data } of framesOf('A valid run')) {
    if (data === undefined) continue
    const own = made.filter(frame => frame.type === type).map(frame => JSON.stringify(shapeOf(frame.data)))
    // Both kinds of executing, and the first status with its sid, have shapes of their own.
    assert.ok(
      own.some(shape => withoutNodes(shape) === withoutNodes(JSON.stringify(shapeOf(data)))),
      `${type}: ${JSON.stringify(shapeOf(data))} is not among ${[...new Set(own)].join(' ')}`,
    )
  }
})

/** Our nodes have names where the recorded ones have numbers. */
function withoutNodes(shape: string) {
  return shape.replace(/"nodes":\{.*?\}(?=[,}])/, '"nodes":"…"').replace(/"nodes":\[[^\]]*\]/, '"nodes":"…"')
}

test('its answers have the shapes of the real ones', { skip: withoutRecording }, async () => {
  await using double = await startTestComfy(quick)
  await recordDouble(double, pictureGraph())
  const transcript = recordedTranscript()
  const ask = async (path: string) => (await fetch(`${double.url}${path}`)).json()
  const line = (start: string) =>
    transcript
      .split('\n')
      .find(one => one.startsWith(start))
      ?.slice(start.length) ?? assert.fail(start)
  const history = Object.values(
    (await ask('/history')) as { [id: string]: { status: unknown; outputs: unknown; meta: unknown } },
  )[0]
  const messages = (value: unknown) => (value as { messages: unknown[] }).messages.length
  const status: unknown = JSON.parse(line('history: status= '))
  assert.deepEqual(shapeOf(history?.status), shapeOf(status))
  assert.equal(messages(history?.status), messages(status))
  const images = (outputs: unknown) => shapeOf(Object.values(outputs as { [nodeId: string]: unknown })[0])
  assert.deepEqual(images(history?.outputs), images(JSON.parse(line('  outputs= '))))
  assert.deepEqual(images(history?.meta), images(JSON.parse(line('  meta= '))))
  assert.deepEqual(
    await ask('/features'),
    JSON.parse(line("(200, {'supports").length > 0 ? '{"supports_preview_metadata":true,"max_upload_size":104857600}' : '{}'),
  )
  assert.deepEqual(await ask('/history/unknown'), {})
  assert.equal((await fetch(`${double.url}/api/jobs`)).status, 404)
  assert.equal((await fetch(`${double.url}/prompt`, { method: 'POST', body: '{' })).status, 500)
  const refused = await fetch(`${double.url}/prompt`, {
    method: 'POST',
    body: JSON.stringify({ prompt: { 2: { class_type: 'NotInstalled', inputs: {} } } }),
  })
  assert.deepEqual(await refused.json(), JSON.parse(line('unknown class: 400 ')))
  const smaller = {
    ...pictureGraph(),
    sample: { class_type: 'KSampler', inputs: { ...pictureGraph().sample?.inputs, steps: 0 } },
  }
  const invalid = await fetch(`${double.url}/prompt`, { method: 'POST', body: JSON.stringify({ prompt: smaller }) })
  const told = (await invalid.json()) as {
    error: unknown
    node_errors: { sample: { errors: { type: string }[]; class_type: string } }
  }
  const real = JSON.parse(line('min: 400 ')) as { error: unknown }
  assert.deepEqual(
    [invalid.status, told.error, told.node_errors.sample.errors[0]?.type],
    [400, real.error, 'value_smaller_than_min'],
  )
})
