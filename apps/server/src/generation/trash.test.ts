import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory } from '../story/testing.ts'

test('a generation that is deleted while it waits is not made any more', async () => {
  const bench = await openStory()
  try {
    const { client } = bench
    const projectId = await bench.newProject('Hats')
    const chapter = await bench.newChapter(projectId, 'One')
    const panel = await bench.newPanel((await bench.newScene(chapter.id, 'H')).id, 'A hat')
    await client.pauseQueue()
    const asked = await client.generate({ body: { target: { kind: 'panel', id: panel.id } } })
    await client.deleteGeneration({ params: { id: asked.id } })
    await client.resumeQueue()
    assert.equal((await client.getJob({ params: { id: asked.jobId as string } })).state, 'cancelled')
    await client.restoreGeneration({ params: { id: asked.id } })
    assert.equal((await client.getGeneration({ params: { id: asked.id } })).state, 'cancelled')
  } finally {
    await bench.close()
  }
})
