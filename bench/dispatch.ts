import { startTestComfy } from '../packages/comfyui/src/testing/index.ts'
import { createTestServer } from '../apps/server/src/testing.ts'
import { median } from './measuring/rounds.ts'
import { report } from './measuring/report.ts'

/** How long a generation takes from the commit of its job until a server has accepted it: notice, reading, deciding, intent, call. */
const rounds = 60

await using comfy = await startTestComfy({ timeScale: 1000 })
await using server = await createTestServer({ OUTGOING_ALLOW: new URL(comfy.url).host })
const { client } = server.owner
await client.createGenerationServer({ body: { label: 'Card', url: comfy.url } })
const project = await client.createProject({ body: { name: 'Bench' } })
const chapter = await client.createChapter({ params: { id: project.id }, body: { title: 'One' } })
const scene = await client.createScene({
  body: { chapterId: chapter.id, heading: 'EXT. FIELD - DAY', setting: 'exterior', timeOfDay: 'day' },
})
const panel = await client.createPanel({ params: { id: scene.id }, body: { description: 'A fox' } })

const waits: number[] = []
const calls: number[] = []
for (let round = 0; round < rounds; round += 1) {
  const { id } = await client.generate({ body: { target: { kind: 'panel', id: panel.id }, preset: 'sd15', fresh: true } })
  while ((await client.getGeneration({ params: { id } })).state !== 'succeeded')
    await new Promise(resolve => setTimeout(resolve, 20))
  const row = await server.context.database
    .selectFrom('generationAttempt as a')
    .innerJoin('job as j', 'j.id', 'a.jobId')
    .select(['a.createdAt', 'a.acceptedAt', 'j.createdAt as askedAt'])
    .where('a.generationId', '=', id)
    .executeTakeFirstOrThrow()
  if (row.acceptedAt === null) continue
  waits.push(Date.parse(row.acceptedAt) - Date.parse(row.askedAt))
  calls.push(Date.parse(row.acceptedAt) - Date.parse(row.createdAt))
}
const sorted = [...waits].sort((a, b) => a - b)
report('dispatch', {
  enqueueToAccepted: { value: median(waits), unit: 'ms', atMost: 30 },
  enqueueToAcceptedP95: { value: sorted[Math.floor(sorted.length * 0.95)] ?? 0, unit: 'ms' },
  intentToAccepted: { value: median(calls), unit: 'ms' },
})
