import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openComfyServer, type ComfyServer } from './comfyui/server.ts'
import { evict, follow, reconcile } from './follow.ts'
import { newAttemptId, type AttemptId } from './server/attempt-id.ts'
import { isCertainlyNotThere, ServerError } from './server/failure.ts'
import { createNodeTransport } from './server/node-transport.ts'
import { startTestComfy, type TestComfyServer } from './testing/comfy-server.ts'
import type { FaultRates } from './testing/faults.ts'
import { pictureGraph, quickClock as clock } from './testing/with-comfy.ts'

const rates: FaultRates = {
  submit: {
    'no-connection': 0.05,
    'lost-reply': 0.06,
    'error-yet-queued': 0.06,
    'error-and-not-queued': 0.04,
    'partly-valid': 0.02,
    'another-id': 0.02,
    'cut-json': 0.03,
    html: 0.02,
    busy: 0.02,
  },
  run: {
    crash: 0.02,
    'crash-after-success': 0.01,
    'out-of-memory': 0.03,
    'node-error': 0.03,
    'never-ends': 0.01,
    'interrupted-by-someone': 0.02,
  },
  history: { late: 0.05, cleared: 0.02 },
  view: { cut: 0.05, gone: 0.02, html: 0.02, error: 0.03 },
  look: { error: 0.02, html: 0.01, 'cut-json': 0.01 },
  events: {
    silent: 0.03,
    dropped: 0.03,
    twice: 0.03,
    garbage: 0.03,
    'of-strangers': 0.03,
    'ended-first': 0.03,
    'absurd-progress': 0.03,
  },
}

/** As a pool does it: the id is noted before the call, nothing moves while anything is unclear. */
async function deliver(job: string, servers: readonly ComfyServer[], delivered: Map<string, AttemptId[]>): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    const server = servers[turn % servers.length] as ComfyServer
    const id = newAttemptId()
    const bytes = await attempt(server, id, job)
    if (bytes === undefined) continue
    delivered.set(job, [...(delivered.get(job) ?? []), id])
    return
  }
}

/** The picture; undefined when it is certain that the server holds nothing of the attempt any more. */
async function attempt(server: ComfyServer, id: AttemptId, job: string): Promise<Buffer | undefined> {
  try {
    await server.submit({ id, graph: pictureGraph(job, 3) })
  } catch (error) {
    if (isCertainlyNotThere(error)) return undefined
    await patiently(() => reconcile(server, { id }, { clock }))
  }
  const end = await Promise.race([patiently(() => follow(server, { id }, { clock })), clock.sleep(15_000).then(() => undefined)])
  const settled = end?.kind === 'finished' ? end : await patiently(() => evict(server, { id }, { clock }))
  if (settled.kind !== 'finished' || settled.outputs[0] === undefined) return undefined
  return fetchPicture(server, settled.outputs[0])
}

async function fetchPicture(server: ComfyServer, output: Parameters<ComfyServer['download']>[0]) {
  for (let turn = 0; turn < 5; turn++) {
    try {
      const { stream } = await server.download(output, { maxBytes: 1e6 })
      const bytes = Buffer.concat((await stream.toArray()) as Buffer[])
      if (bytes.toString('latin1', 1, 4) === 'PNG') return bytes
    } catch (error) {
      assert.ok(error instanceof ServerError, String(error))
      if (error.failure.kind === 'lost' && turn > 2) return undefined
    }
  }
  return undefined
}

async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof ServerError) || turn > 20) throw error
      await clock.sleep(200)
    }
  }
}

test('every job is delivered once, whatever the servers do', { timeout: 60_000 }, async () => {
  const seed = Number(process.env.SEED ?? 20_261_121)
  const doubles: TestComfyServer[] = []
  const transport = createNodeTransport()
  for (const at of [0, 1, 2])
    doubles.push(await startTestComfy({ seed: seed + at, rates, hasJobs: at === 2, stepSeconds: () => 2, longestSide: 16 }))
  const servers = doubles.map(double => openComfyServer({ url: double.url }, transport))
  const delivered = new Map<string, AttemptId[]>()
  try {
    const jobs = Array.from({ length: 40 }, (_, at) => `job ${at}`)
    const lanes = servers.map((_, lane) => [...servers.slice(lane), ...servers.slice(0, lane)])
    // Three a server, so that queues fill.
    await Promise.all(
      [...lanes, ...lanes, ...lanes].map(async lane => {
        for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await deliver(job, lane, delivered)
      }),
    )
    assert.equal(delivered.size, 40, `seed ${seed}`)
    assert.ok(
      [...delivered.values()].every(ids => ids.length === 1),
      `seed ${seed}`,
    )
    const kinds = new Set(doubles.flatMap(double => [...double.faults.struck.keys()]))
    assert.ok(kinds.size > 12, [...kinds].join(', '))
    // Nothing is left behind that would still cost time.
    for (const server of servers) assert.deepEqual((await patiently(() => server.health())).jobs, [], `seed ${seed}`)
  } finally {
    for (const server of servers) await server.close()
    transport.close()
    for (const double of doubles) await double.close()
  }
})
