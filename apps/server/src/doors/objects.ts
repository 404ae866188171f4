import assert from 'node:assert/strict'
import type { ObjectKind } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { TestAccount, TestServer } from '../testing.ts'

/** The id of one object of each kind. */
export type Objects = Record<ObjectKind, string>

/** A project of an account with one object of every kind in it. */
export async function makeObjects(server: TestServer, owner: TestAccount): Promise<Objects> {
  const { client } = owner
  const { id: project } = await client.createProject({ body: { name: 'The last reel' } })
  const { id: instruction } = await client.createInstruction({ params: { id: project }, body: { text: 'Keep it dark.' } })
  const { id: chapter } = await client.createChapter({ params: { id: project }, body: { title: 'One' } })
  const { id: scene } = await client.createScene({ body: { chapterId: chapter, heading: 'INT. PROJECTION ROOM - NIGHT' } })
  const { id: panel } = await client.createPanel({ params: { id: scene }, body: { description: 'A reel turns' } })
  const { id: character } = await client.createCharacter({ body: { projectId: project, name: 'MARA' } })
  const { id: location } = await client.createLocation({ body: { projectId: project, name: 'PROJECTION ROOM' } })
  const target = { kind: 'scene', id: scene, field: 'text' } as const
  const { id: draft } = await client.createDraft({
    body: { projectId: project, title: 'Words', target, candidates: [{ text: 'It rains.' }] },
  })
  const kept = await client.createProjectTemplate({ body: { projectId: project, name: 'One scene' } })
  const { id: asset } = await client.createAsset({ body: { kind: 'prompt', name: 'Rain', text: 'heavy rain' } })
  const batch = await client.generateBatch({ body: { projectId: project } })
  const { items } = await client.getBatch({ params: { id: batch.id }, query: {} })
  const generation = items[0]?.id as string
  const job = items[0]?.jobId as string
  await server.jobEnded(owner, job)
  const take = (await client.getGeneration({ params: { id: generation } })).take?.id as string
  const template = (await client.createTemplate({ body: { name: 'Noir' } })).id
  const hook = { url: 'https://hooks.example.org', events: ['ping' as const] }
  const webhook = (await client.createWebhook({ body: hook })).id
  const branch = (await client.createTakeBranch({ params: { id: panel }, body: { name: 'Darker' } })).id
  const clip = (await client.listProjectClips({ params: { id: project } })).items[0]?.id
  assert.ok(clip, 'a panel lies in the cut')
  const render = await insertRender(server, project, owner.id)
  const video = await insertVideo(server, project, owner.id)
  const media = await insertMedia(server, owner.id)
  const { id: worker } = await client.createPullWorker({ body: { name: 'The machine in the cellar' } })
  return {
    ...{ project, instruction, chapter, scene, panel, clip, character, location, take, generation, draft, asset },
    'project-template': kept.id,
    ...{
      'take-branch': branch,
      'style-template': template,
      webhook,
      'generation-batch': batch.id,
      render,
      job,
      video,
      media,
      'pull-worker': worker,
    },
  }
}

/** Moves every object to the trash, each for itself, and the project with them. */
export async function deleteObjects(server: TestServer, objects: Objects): Promise<void> {
  for (const [kind, id] of Object.entries(objects)) {
    const table = kind === 'media' ? 'media_file' : kind.replaceAll('-', '_')
    if (kind === 'job') continue
    await sql`update ${sql.table(table)} set deleted_at = now() where id = ${id}`.execute(server.context.database)
  }
}

/** Ids that stand for nothing. */
export const nothing = (like: Objects) => Object.fromEntries(Object.keys(like).map(kind => [kind, uuid()])) as Objects

async function insertRender({ context: { database } }: TestServer, projectId: string, ownerId: string): Promise<string> {
  const id = uuid()
  await database
    .insertInto('render')
    .values({
      ...{ id, projectId, ownerId, jobId: null, captions: 'none', slate: false, width: 640, height: 360 },
      ...{ rateNum: 24, rateDen: 1, timeline: '{}', durationFrames: 24, ducking: false, fitting: 'bars' },
    })
    .execute()
  return id
}

async function insertVideo({ context: { database } }: TestServer, projectId: string, ownerId: string): Promise<string> {
  const id = uuid()
  await database
    .insertInto('video')
    .values({
      ...{ id, ownerId, projectId, renderId: null, jobId: null, title: 'The last reel', description: '' },
      ...{ visibility: 'private', sourceHash: '0'.repeat(64), sourceBytes: 1, captions: null, presentation: null },
    })
    .execute()
  return id
}

async function insertMedia({ context: { database } }: TestServer, ownerId: string): Promise<string> {
  const id = uuid()
  await database
    .insertInto('mediaFile')
    .values({
      ...{ id, ownerId, kind: 'face', name: 'Mara', mediaType: 'image/png', blobHash: '0'.repeat(64), bytes: 1 },
      ...{ durationMs: null, width: 1, height: 1 },
    })
    .execute()
  return id
}
