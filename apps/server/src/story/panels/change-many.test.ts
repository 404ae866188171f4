import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addMember, refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'

describe('many panels at once', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  const film = async (name: string) => {
    const projectId = await bench.newProject(name)
    const scene = await bench.newScene((await bench.newChapter(projectId, 'One')).id, 'INT. BOOTH - NIGHT')
    const panels = [await bench.newPanel(scene.id, 'a'), await bench.newPanel(scene.id, 'b'), await bench.newPanel(scene.id, 'c')]
    const mara = await bench.newCharacter(projectId, 'MARA')
    return { projectId, sceneId: scene.id, ids: panels.map(({ id }) => id), mara: mara.id }
  }
  const shown = async (sceneId: string) =>
    (await bench.client.listPanels({ params: { id: sceneId }, query: {} })).items.map(
      ({ shotSize, durationMs, characterIds }) => [shotSize, durationMs, characterIds.length] as const,
    )

  test('take the same values, and the cut follows', async () => {
    const { projectId, sceneId, ids, mara } = await film('Batch')
    const [first = '', , third = ''] = ids
    await bench.client.updatePanels({
      params: { id: projectId },
      body: { panelIds: [first, third.toUpperCase()], shotSize: 'close-up', durationMs: 5000, characterIds: [mara] },
    })
    const other = ['medium', 3000, 0] as const
    const changed = ['close-up', 5000, 1] as const
    assert.deepEqual(await shown(sceneId), [changed, other, changed])
    const clips = (await bench.client.listProjectClips({ params: { id: projectId } })).items
    assert.deepEqual(
      clips.map(({ durationFrames }) => durationFrames),
      [120, 72, 120],
    )
  })

  test('are left alone, all of them, when one is not there or a value is wrong', async () => {
    const { projectId, sceneId, ids } = await film('Refused')
    const stranger = await film('Stranger')
    const before = await shown(sceneId)
    const change = (body: object) =>
      bench.client.updatePanels({ params: { id: projectId }, body: { panelIds: ids, shotSize: 'wide', ...body } })
    const fieldOf = async (body: object) => (await refusedWith('invalid-request', change(body))).errors[0]?.field
    assert.equal(await fieldOf({ panelIds: [...ids, stranger.ids[0]] }), 'panelIds')
    assert.equal(await fieldOf({ panelIds: [] }), 'panelIds')
    assert.equal(await fieldOf({ durationMs: 0 }), 'durationMs')
    assert.equal(await fieldOf({ characterIds: [stranger.mara] }), 'characterIds.0')
    const viewer = await bench.server.account('viewer')
    await addMember(bench.server, projectId, viewer, 'viewer')
    await refusedWith('forbidden', viewer.client.updatePanels({ params: { id: projectId }, body: { panelIds: ids } }))
    assert.deepEqual(await shown(sceneId), before)
  })

  test('go one behind the other into a scene, or into the trash, all of them or none', async () => {
    const { projectId, sceneId, ids } = await film('Moved')
    const params = { id: projectId }
    const [first = '', second = '', third = ''] = ids
    const order = async (id: string) =>
      (await bench.client.listPanels({ params: { id }, query: {} })).items.map(({ description }) => description).join('')
    await bench.client.updatePanels({ params, body: { panelIds: [third, first], sceneId, after: second } })
    assert.equal(await order(sceneId), 'bca')
    const other = await bench.newScene((await bench.newChapter(projectId, 'Two')).id, 'EXT. YARD - DAY')
    await bench.newPanel(other.id, 'x')
    await bench.client.updatePanels({ params, body: { panelIds: [first, second], sceneId: other.id, after: null } })
    assert.equal((await order(sceneId)) + (await order(other.id)), 'cabx')
    const fieldOf = async (body: object) => {
      const call = bench.client.updatePanels({ params, body: { panelIds: ids, ...body } })
      return (await refusedWith('invalid-request', call)).errors[0]?.field
    }
    const stranger = await film('Stranger of the moved')
    assert.equal(await fieldOf({ after: null }), 'sceneId')
    assert.equal(await fieldOf({ sceneId, after: first }), 'after')
    assert.equal(await fieldOf({ sceneId: stranger.sceneId }), 'sceneId')
    const wrong = bench.client.deletePanels({ params, body: { panelIds: [first, stranger.ids[0] ?? ''] } })
    assert.equal((await refusedWith('invalid-request', wrong)).errors[0]?.field, 'panelIds')
    assert.equal((await order(sceneId)) + (await order(other.id)), 'cabx')
    await bench.client.deletePanels({ params, body: { panelIds: [first.toUpperCase(), third] } })
    assert.equal((await order(sceneId)) + (await order(other.id)), 'bx')
    const viewer = await bench.server.account('watcher')
    await addMember(bench.server, projectId, viewer, 'viewer')
    await refusedWith('forbidden', viewer.client.deletePanels({ params, body: { panelIds: ids } }))
  })
})
