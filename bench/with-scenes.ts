import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import { listActivity } from '../apps/server/src/activity/list.ts'
import { listAssets } from '../apps/server/src/assets/read.ts'
import { listComments } from '../apps/server/src/comments/read.ts'
import { listDrafts } from '../apps/server/src/drafts/read.ts'
import { listProjectTemplates } from '../apps/server/src/project-templates/read.ts'
import { listProjects } from '../apps/server/src/projects/read.ts'
import { boardOf } from '../apps/server/src/story/board/board.ts'
import { projectFigures } from '../apps/server/src/story/board/figures.ts'
import { getProjectWithScenes } from '../apps/server/src/story/board/tree.ts'
import { listCharacters } from '../apps/server/src/story/characters/read.ts'
import { listPanels } from '../apps/server/src/story/panels/read.ts'
import { pictureOf } from '../apps/server/src/story/pictures/picture.ts'
import { listScenes } from '../apps/server/src/story/scenes/list.ts'
import { createTestServer } from '../apps/server/src/testing.ts'
import { fillProject } from './made-up/long-project.ts'
import { plansFor } from './measuring/plans.ts'
import { report } from './measuring/report.ts'
import { median, timed } from './measuring/rounds.ts'

/**
 * How long the whole tree of a very long project takes, and what is asked beside it: 1,000 scenes with 20,000 drawn panels.
 * With a file as argument the plans of the statements are written there.
 */
await using server = await createTestServer()
const { client, tokens } = server.owner
const { id } = await client.createProject({ body: { name: 'A long one' } })
const panelIds = await fillProject(server.context.database, id, { chapters: 20, scenesPerChapter: 50, panelsPerScene: 20 })

async function medianMs(work: () => Promise<unknown>) {
  const runs: number[] = []
  for (let run = 0; run < 5; run += 1) runs.push(await timed(work))
  return { value: median(runs), unit: 'ms' } as const
}

const address = (path: string) => `${server.address}/api/v1/${path}`
const headers = { authorization: `Bearer ${tokens.accessToken}`, 'accept-encoding': 'identity' }

/** Until the first bytes of the tree are there; the rest is not waited for. */
const firstByte = async () => {
  const gone = new AbortController()
  const answer = await fetch(address(`projects/${id}/with-scenes`), { headers, signal: gone.signal })
  await answer.body?.getReader().read()
  gone.abort()
}

const sceneId = (
  await server.context.database.selectFrom('scene').select('id').where('projectId', '=', id).executeTakeFirstOrThrow()
).id

const listed = async (path: string) => {
  const answer = await fetch(address(path), { headers })
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`)
  await answer.arrayBuffer()
}

const overHttp = async () => {
  const answer = await fetch(address(`projects/${id}/with-scenes`), { headers })
  return (await answer.arrayBuffer()).byteLength
}

const bytes = await overHttp()
report(
  'with-scenes',
  {
    firstByte: { ...(await medianMs(firstByte)), atMost: 150 },
    searchCommon: { ...(await medianMs(() => listed(`scenes?projectId=${id}&search=harbour`))), atMost: 100 },
    searchRare: { ...(await medianMs(() => listed(`scenes?projectId=${id}&search=place%2017`))), atMost: 100 },
    searchNothing: { ...(await medianMs(() => listed(`scenes?projectId=${id}&search=nowhere-to-be-found`))), atMost: 100 },
    activity: await medianMs(() => listed(`projects/${id}/activity`)),
    panelsOfScene: await medianMs(() => listed(`scenes/${sceneId}/panels`)),
    tree: await medianMs(() => getProjectWithScenes(server.context, id, 'owner')),
    overHttp: await medianMs(overHttp),
    board: await medianMs(() => boardOf(server.context.database, id)),
    figures: await medianMs(() => projectFigures(server.context)([id])),
    picturesOf500: await medianMs(() => pictureOf(server.context.database, panelIds.slice(0, 500))),
  },
  { panels: panelIds.length, megabytes: Math.round(bytes / 100_000) / 10 },
)

const plansPath = process.argv[2]
if (plansPath) {
  const pool = new pg.Pool(server.connection)
  const { database, grants } = server.context
  const asked: Record<string, () => Promise<unknown>> = {
    'first scenes of a project': () => listScenes(database, { projectId: id, deleted: false, limit: 50 }),
    'scenes with a common word': () => listScenes(database, { projectId: id, search: 'harbour', deleted: false, limit: 50 }),
    'scenes with a rare word and a common one': () =>
      listScenes(database, { projectId: id, search: 'place 17', deleted: false, limit: 50 }),
    'scenes with a word that nobody wrote': () =>
      listScenes(database, { projectId: id, search: 'nowhere', deleted: false, limit: 50 }),
    'panels of a scene': () => listPanels({ database, grants }, id, sceneId, false),
    'what happened last': () => listActivity(database, id, { limit: 50 }),
    'what happened to chapters': () => listActivity(database, id, { limit: 50, kind: 'chapter' }),
    'open comments': () => listComments(database, id, { state: 'open' }),
    'a page of the trash': () => listScenes(database, { projectId: id, deleted: true, limit: 50 }),
    'projects of an account': () =>
      listProjects(database, projectFigures(server.context), server.owner.id, { limit: 20, deleted: false }),
    'characters of a project': () => listCharacters({ database, grants }, { projectId: id, deleted: false, limit: 50 }),
    'what somebody did to chapters': () => listActivity(database, id, { limit: 50, kind: 'chapter', by: server.owner.id }),
    'open drafts': () => listDrafts(database, { projectId: id, limit: 50, state: 'open', deleted: false }),
    assets: () => listAssets({ database, grants }, server.owner.id, { limit: 50, deleted: false }),
    'project templates': () => listProjectTemplates(database, server.owner.id, { limit: 50 }),
  }
  const parts: string[] = []
  for (const [name, ask] of Object.entries(asked)) parts.push(await plansFor(pool, name, ask))
  await writeFile(plansPath, parts.join('\n'))
  await pool.end()
}
