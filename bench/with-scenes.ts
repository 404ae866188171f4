import { boardOf } from '../apps/server/src/story/board/board.ts'
import { projectFigures } from '../apps/server/src/story/board/figures.ts'
import { getProjectWithScenes } from '../apps/server/src/story/board/tree.ts'
import { pictureOf } from '../apps/server/src/story/pictures/picture.ts'
import { createTestServer } from '../apps/server/src/testing.ts'
import { fillProject } from './made-up/long-project.ts'
import { report } from './measuring/report.ts'
import { median, timed } from './measuring/rounds.ts'

/** How long the whole tree of a very long project takes: 1,000 scenes with 20,000 drawn panels. */
await using server = await createTestServer()
const { client, tokens } = server.owner
const { id } = await client.createProject({ body: { name: 'A long one' } })
const panelIds = await fillProject(server.context.database, id, { chapters: 20, scenesPerChapter: 50, panelsPerScene: 20 })

async function medianMs(work: () => Promise<unknown>) {
  const runs: number[] = []
  for (let run = 0; run < 5; run += 1) runs.push(await timed(work))
  return { value: median(runs), unit: 'ms' } as const
}

const overHttp = async () => {
  const answer = await fetch(`${server.address}/api/v1/projects/${id}/with-scenes`, {
    headers: { authorization: `Bearer ${tokens.accessToken}`, 'accept-encoding': 'identity' },
  })
  return (await answer.arrayBuffer()).byteLength
}

const bytes = await overHttp()
report(
  'with-scenes',
  {
    tree: await medianMs(() => getProjectWithScenes(server.context, id, 'owner')),
    overHttp: await medianMs(overHttp),
    board: await medianMs(() => boardOf(server.context.database, id)),
    figures: await medianMs(() => projectFigures(server.context)([id])),
    picturesOf500: await medianMs(() => pictureOf(server.context.database, panelIds.slice(0, 500))),
  },
  { panels: panelIds.length, megabytes: Math.round(bytes / 100_000) / 10 },
)
