import { startTestComfy, type TestComfyOptions, type TestComfyServer } from '@storycanvas/comfyui/testing'
import type { Generation } from '@storycanvas/api'
import { createTestServer, type TestServer } from '../../testing.ts'

export type TestPool = AsyncDisposable & {
  server: TestServer
  comfies: TestComfyServer[]
  projectId: string
  newPanels: (count: number) => Promise<string[]>
  /** Asks for a picture of each panel by Stable Diffusion 1.5. */
  draw: (panelIds: readonly string[]) => Promise<Generation[]>
  /** The generation once it has ended, however. */
  ended: (id: string) => Promise<Generation>
}

/** A whole server with test ComfyUI servers in its pool, for which a second lasts 10 ms. */
export async function startTestPool(options: readonly TestComfyOptions[]): Promise<TestPool> {
  const closing = new AsyncDisposableStack()
  const comfies = await Promise.all(options.map(one => startTestComfy({ timeScale: 100, ...one })))
  for (const comfy of comfies) closing.use(comfy)
  const server = await createTestServer({
    OUTGOING_ALLOW: comfies.flatMap(({ url }) => [`127.0.0.1:${new URL(url).port}`, `localhost:${new URL(url).port}`]).join(','),
  })
  closing.use(server)
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
  const draw = (panelIds: readonly string[]) =>
    Promise.all(panelIds.map(id => client.generate({ body: { target: { kind: 'panel', id }, preset: 'sd15' } })))
  const ended = async (id: string) => {
    for (;;) {
      const generation = await client.getGeneration({ params: { id } })
      if (generation.state !== 'queued' && generation.state !== 'running') return generation
      await new Promise(resolve => setTimeout(resolve, 40))
    }
  }
  return { server, comfies, projectId: project.id, newPanels, draw, ended, [Symbol.asyncDispose]: () => closing.disposeAsync() }
}
