import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { openStory } from '../story/testing.ts'
import { addTake, storePicture } from './add.ts'
import { landTake } from './choose.ts'

test('takes of one panel that come at the same moment do not wait for each other’s branch', async () => {
  const bench = await openStory()
  try {
    const { client, server } = bench
    const projectId = await bench.newProject('At once')
    const chapter = await bench.newChapter(projectId, 'One')
    const scene = await bench.newScene(chapter.id, 'EXT. FIELD - DAY')
    const panel = await bench.newPanel(scene.id, 'A fox')
    // Nobody can draw them here: there is no server that has the model.
    const ask = () => client.generate({ body: { target: { kind: 'panel', id: panel.id }, preset: 'sd15', fresh: true } })
    const asked = await Promise.all(Array.from({ length: 8 }, ask))
    const png = await sharp({ create: { width: 32, height: 24, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const stored = await storePicture(server.context.media, png, new AbortController().signal)
    const target = { kind: 'panel' as const, id: panel.id }
    const of = { projectId, target, provider: 'ComfyUI', model: 'sd15', inputs: {}, inputsHash: 'same' }
    const provenance = { server: 'Card', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z', costMicros: 0 }
    const landed = await Promise.all(
      asked.map(({ id: generationId, seed }) =>
        server.context.database.transaction().execute(async tx => {
          const take = await addTake(tx, stored, { ...of, generationId, seed, provenance })
          await landTake(tx, target, take.id)
          return take.id
        }),
      ),
    )
    assert.equal(new Set(landed).size, 8)
    const { chosenTake } = await client.getPanel({ params: { id: panel.id } })
    assert.ok(chosenTake && landed.includes(chosenTake.id))
  } finally {
    await bench.close()
  }
})
