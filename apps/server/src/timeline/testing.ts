import type { Client, Contract } from '@storycanvas/api'
import { createTestServer, type TestServer } from '../testing.ts'

/** A server, and short ways to make what tests of the cut build on. */
export type CutBench = Awaited<ReturnType<typeof openCut>>

export async function openCut() {
  const server = await createTestServer()
  const { client } = server.owner
  return { server, client, draw: (panelId: string) => draw(server, panelId), close: () => server[Symbol.asyncDispose]() }
}

type StudioClient = Client<Contract>
type Panel = Parameters<StudioClient['createPanel']>[0]['body']

/** A project with one chapter and the given panels, one list for each scene. Returns ids in the same order. */
export async function boarded(client: StudioClient, scenes: readonly (readonly Panel[])[], project: object = {}) {
  const { id: projectId } = await client.createProject({ body: { name: 'The last reel', ...project } })
  const chapter = await client.createChapter({ params: { id: projectId }, body: { title: 'One' } })
  const sceneIds: string[] = []
  const panelIds: string[][] = []
  for (const [index, panels] of scenes.entries()) {
    const scene = await client.createScene({ body: { chapterId: chapter.id, heading: `INT. ROOM ${index + 1}` } })
    sceneIds.push(scene.id)
    const ids: string[] = []
    for (const body of panels) ids.push((await client.createPanel({ params: { id: scene.id }, body })).id)
    panelIds.push(ids)
  }
  return { projectId, sceneIds, panelIds }
}

/** Has the built-in artist draw a panel. Returns the id of the take. */
async function draw(server: TestServer, panelId: string): Promise<string> {
  const { client } = server.owner
  const { id, jobId } = await client.generate({ body: { target: { kind: 'panel', id: panelId } } })
  if (jobId === null) throw new Error('A generation without a job was asked for.')
  await server.jobEnded(server.owner, jobId)
  const { take } = await client.getGeneration({ params: { id } })
  if (!take) throw new Error('The generation gave no take.')
  return take.id
}
