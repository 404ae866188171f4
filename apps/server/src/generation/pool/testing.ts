import type { Generation } from '@storycanvas/api'
import {
  createFaults,
  type Faults,
  startTestComfy,
  startTestRunPod,
  type TestComfyOptions,
  type TestComfyServer,
  type TestRunPod,
  type TestRunPodOptions,
} from '@storycanvas/comfyui/testing'
import { createTestServer, type TestServer } from '../../testing.ts'
import { serverTransport } from '../servers/transport.ts'
import { startPool } from './pool.ts'
import { hurriedTimes } from './times.ts'

export type TestPool = AsyncDisposable & {
  server: TestServer
  comfies: TestComfyServer[]
  /** Of all its ComfyUI servers: what is ordered strikes whichever comes first. */
  faults: Faults
  /** An endpoint that is not in the pool yet. */
  runPod: TestRunPod
  projectId: string
  newPanels: (count: number) => Promise<string[]>
  /** Asks for a picture of each panel. */
  draw: (panelIds: readonly string[], preset?: string) => Promise<Generation[]>
  /** The generation once it has ended, however. */
  ended: (id: string) => Promise<Generation>
  attemptsOf: (generationId: string) => Promise<{ state: string; code: string | null; serverId: string }[]>
  /** Undoes what a test has done to servers and queue, whether it passed or not. */
  mend: () => Promise<void>
}

/** Milliseconds: far more than anything takes, also on a slow machine. */
const mostPatience = 60_000

/** Waits until something holds; says what it waited for when that does not come to be. */
export async function until(
  what: string | (() => string | Promise<string>),
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + mostPatience
  while (!(await holds())) {
    if (performance.now() > end)
      throw new Error(`Waited ${mostPatience / 1000} s in vain: ${typeof what === 'string' ? what : await what()}`)
    await new Promise(resolve => setTimeout(resolve, 40))
  }
}

/** A whole server with test ComfyUI servers in its pool, for which a second lasts 10 ms, and a pool in a hurry. */
export async function startTestPool(options: readonly TestComfyOptions[], pod: TestRunPodOptions = {}): Promise<TestPool> {
  const closing = new AsyncDisposableStack()
  const faults = createFaults(1)
  const comfies = await Promise.all(options.map(one => startTestComfy({ timeScale: 100, faults, ...one })))
  for (const comfy of comfies) closing.use(comfy)
  const runPod = closing.use(await startTestRunPod({ timeScale: 100, key: 'pod-key', ...pod }))
  const ports = [...comfies, runPod].map(({ url }) => new URL(url).port)
  const allowed = ports.flatMap(port => [`127.0.0.1:${port}`, `localhost:${port}`])
  const server = closing.use(
    await createTestServer({ GENERATION_POOL: 'false', OUTGOING_ALLOW: allowed.join(','), ACCOUNT_QUOTA_GB: '1' }),
  )
  const parts = { facts: server.connection, transport: serverTransport(allowed) }
  closing.adopt(startPool({ ...server.context, ...parts }, hurriedTimes), pool => pool.stop())
  const { client } = server.owner
  for (const [index, { url }] of comfies.entries())
    await client.createGenerationServer({ body: { label: `Card ${index + 1}`, url } })
  const project = await client.createProject({ body: { name: 'Pool' } })
  const chapter = await client.createChapter({ params: { id: project.id }, body: { title: 'One' } })
  const scene = await client.createScene({
    body: { chapterId: chapter.id, heading: 'EXT. FIELD - DAY', setting: 'exterior', timeOfDay: 'day' },
  })
  const newPanels = async (count: number) => {
    const ids: string[] = []
    for (let index = 0; index < count; index += 1)
      ids.push((await client.createPanel({ params: { id: scene.id }, body: { description: `A fox in the snow, ${index}` } })).id)
    return ids
  }
  const draw = (panelIds: readonly string[], preset = 'sd15') =>
    Promise.all(panelIds.map(id => client.generate({ body: { target: { kind: 'panel', id }, preset } })))
  const attemptsOf = (generationId: string) =>
    server.context.database
      .selectFrom('generationAttempt')
      .select(['state', 'code', 'serverId'])
      .where('generationId', '=', generationId)
      .orderBy('createdAt')
      .execute()
  const ended = async (id: string) => {
    let now: Generation | undefined
    const how = async () => `the end of a generation, ${now?.state} (${now?.stage}) after ${JSON.stringify(await attemptsOf(id))}`
    await until(how, async () => {
      now = await client.getGeneration({ params: { id } })
      return now.state !== 'queued' && now.state !== 'running'
    })
    return now as Generation
  }
  return {
    ...{ server, comfies, faults, runPod, projectId: project.id, newPanels, draw, ended, attemptsOf },
    mend: () => mend(server, comfies, faults),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

async function mend({ context, owner }: TestServer, comfies: readonly TestComfyServer[], faults: Faults): Promise<void> {
  const { client } = owner
  faults.clear()
  for (const comfy of comfies) comfy.resume()
  await client.resumeQueue()
  const open = await context.database.selectFrom('job').select('id').where('state', 'in', ['queued', 'running']).execute()
  for (const { id } of open) await client.cancelJob({ params: { id } })
  for (const comfy of comfies) if (!comfy.isAtRest()) await comfy.crash()
  const urls = new Set(comfies.map(({ url }) => url))
  for (const { id, url, state, presets, condition } of (await client.listGenerationServers()).items) {
    if (!urls.has(url ?? '')) await client.deleteGenerationServer({ params: { id } })
    else if (state !== 'enabled' || presets !== null)
      await client.updateGenerationServer({ params: { id }, body: { state: 'enabled', presets: null } })
    if (urls.has(url ?? '') && condition === 'resting') await client.probeGenerationServer({ params: { id } })
  }
  await until('servers that are all well and have nothing in hand', async () =>
    (await client.listGenerationServers()).items.every(
      ({ condition, running, waiting }) => condition === 'up' && running + waiting === 0,
    ),
  )
}
