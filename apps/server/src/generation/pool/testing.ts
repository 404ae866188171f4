import type { Generation } from '@storycanvas/api'
import {
  startTestComfy,
  startTestRunPod,
  type TestComfyOptions,
  type TestComfyServer,
  type TestRunPod,
} from '@storycanvas/comfyui/testing'
import { createTestServer, type TestServer } from '../../testing.ts'
import { modelPresets } from '../presets.ts'
import { serverTransport } from '../servers/transport.ts'
import { startPool } from './pool.ts'
import { hurriedTimes } from './times.ts'

export type TestPool = AsyncDisposable & {
  server: TestServer
  comfies: TestComfyServer[]
  /** An endpoint that is not in the pool yet. */
  runPod: TestRunPod
  projectId: string
  newPanels: (count: number) => Promise<string[]>
  /** Asks for a picture of each panel. */
  draw: (panelIds: readonly string[], preset?: string) => Promise<Generation[]>
  /** The generation once it has ended, however. */
  ended: (id: string) => Promise<Generation>
}

/** A whole server with test ComfyUI servers in its pool, for which a second lasts 10 ms, and a pool in a hurry. */
export async function startTestPool(options: readonly TestComfyOptions[]): Promise<TestPool> {
  const closing = new AsyncDisposableStack()
  const comfies = await Promise.all(options.map(one => startTestComfy({ timeScale: 100, ...one })))
  for (const comfy of comfies) closing.use(comfy)
  const runPod = closing.use(await startTestRunPod({ timeScale: 100, key: 'pod-key' }))
  const ports = [...comfies, runPod].map(({ url }) => new URL(url).port)
  const allowed = ports.flatMap(port => [`127.0.0.1:${port}`, `localhost:${port}`])
  const server = closing.use(await createTestServer({ GENERATION_POOL: 'false', OUTGOING_ALLOW: allowed.join(',') }))
  const parts = { facts: server.connection, transport: serverTransport(allowed), presets: modelPresets }
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
  const ended = async (id: string) => {
    for (;;) {
      const generation = await client.getGeneration({ params: { id } })
      if (generation.state !== 'queued' && generation.state !== 'running') return generation
      await new Promise(resolve => setTimeout(resolve, 40))
    }
  }
  const dispose = () => closing.disposeAsync()
  return { server, comfies, runPod, projectId: project.id, newPanels, draw, ended, [Symbol.asyncDispose]: dispose }
}
