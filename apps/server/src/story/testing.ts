import type { Client, Contract } from '@storycanvas/api'
import sharp from 'sharp'
import { createTestServer, type TestServer } from '../testing.ts'

/** A server with one project of the owner, and short ways to make what tests build on. */
export type StoryBench = Awaited<ReturnType<typeof openStory>>

export async function openStory() {
  const server = await createTestServer()
  const { client } = server.owner
  const newProject = async (name: string) => (await client.createProject({ body: { name } })).id
  return {
    server,
    client,
    newProject,
    newChapter: (projectId: string, title: string) => client.createChapter({ params: { id: projectId }, body: { title } }),
    newScene: (chapterId: string, heading: string) => client.createScene({ body: { chapterId, heading } }),
    newPanel: (sceneId: string, description: string) => client.createPanel({ params: { id: sceneId }, body: { description } }),
    newCharacter: (projectId: string, name: string) => client.createCharacter({ body: { projectId, name } }),
    draw: (panelId: string) => draw(server, client, panelId),
    close: () => server[Symbol.asyncDispose](),
  }
}

/** A picture of one colour, as a person uploads it. */
export async function uploadPicture(client: Client<Contract>, background: string) {
  const bytes = await sharp({ create: { width: 32, height: 24, channels: 3, background } })
    .png()
    .toBuffer()
  return client.uploadFace({ body: {}, file: new Blob([new Uint8Array(bytes)]), fileName: 'face.png' })
}

/** Has the built-in artist draw a panel, and waits for it. Returns the id of the take. */
async function draw(server: TestServer, client: Client<Contract>, panelId: string): Promise<string> {
  const { id, jobId } = await client.generate({ body: { target: { kind: 'panel', id: panelId } } })
  if (jobId === null) throw new Error('A generation without a job was asked for.')
  await server.jobEnded(server.owner, jobId)
  const { take } = await client.getGeneration({ params: { id } })
  if (!take) throw new Error('The generation gave no take.')
  return take.id
}
