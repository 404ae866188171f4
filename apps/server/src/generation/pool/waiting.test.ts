import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestServer } from '../../testing.ts'
import { readWaiting } from './waiting.ts'

test('jobs that no server can run do not hide those behind them', async () => {
  await using server = await createTestServer({ GENERATION_POOL: 'false' })
  const { client } = server.owner
  const project = await client.createProject({ body: { name: 'Many' } })
  const chapter = await client.createChapter({ params: { id: project.id }, body: { title: 'One' } })
  const scene = await client.createScene({ body: { chapterId: chapter.id, heading: 'H' } })
  const panel = await client.createPanel({ params: { id: scene.id }, body: { description: 'A lamp' } })
  for (let n = 0; n < 15; n += 1)
    await client.generateBatch({ body: { projectId: project.id, panelIds: [panel.id], preset: 'sdxl', takes: 10 } })
  const last = await client.generate({ body: { target: { kind: 'panel', id: panel.id }, preset: 'sd15' } })
  const { jobs } = await readWaiting(server.context.database)
  assert.ok(
    jobs.some(({ generationId }) => generationId === last.id),
    `${jobs.length} jobs, without the last`,
  )
})
