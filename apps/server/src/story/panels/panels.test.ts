import { deepEqual, equal, rejects } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'
import { createPanel, updatePanel } from './change.ts'
import { deletePanel } from './delete.ts'

describe('panels', () => {
  let bench: StoryBench
  let projectId: string
  let sceneId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Panels')
    sceneId = (await bench.newScene((await bench.newChapter(projectId, 'One')).id, 'INT. ROOM')).id
  })
  after(() => bench.close())

  const fields = () => ({
    description: 'Mara turns.',
    dialogue: [{ characterId: null, character: 'MARA', parenthetical: 'softly', text: 'No.\nNot "that".' }],
    shotSize: 'close-up',
    framing: 'over-the-shoulder',
    angle: 'low',
    lensMm: 85,
    cameraMove: 'dolly-in',
    characterIds: [] as string[],
    imagePrompt: 'i',
    videoPrompt: 'v',
    negativePrompt: 'n',
    durationMs: 4321,
    transition: 'wipe',
  })
  const full = () => fields() as Parameters<typeof createPanel>[3]

  it('come back as they were sent, and count into their scene', async () => {
    const { client, newScene, newChapter } = bench
    const scene = await newScene((await newChapter(projectId, 'Two')).id, 'INT. HALL')
    const panel = await client.createPanel({ params: { id: scene.id }, body: full() })
    const read = await client.getPanel({ params: { id: panel.id } })
    deepEqual({ ...read, ...fields() }, read)
    deepEqual([read.status, read.takeCount, read.chosenTake], ['empty', 0, null])
    const { durationMs, panelCount } = await client.getScene({ params: { id: scene.id } })
    deepEqual({ durationMs, panelCount }, { durationMs: 4321, panelCount: 1 })
  })

  it('show their take, and how many there are', async () => {
    const { client, newPanel, draw } = bench
    const panel = await newPanel(sceneId, 'A lamp')
    const take = await draw(panel.id)
    const { items } = await client.listPanels({ params: { id: sceneId }, query: {} })
    const shown = items.find(({ id }) => id === panel.id)
    deepEqual([shown?.status, shown?.takeCount, shown?.chosenTake?.id], ['drawn', 1, take])
  })

  it('mark exactly the takes as stale that an edit concerns, until it is taken back', async () => {
    const { client, newCharacter, newPanel, draw } = bench
    const ilya = await newCharacter(projectId, 'Ilya')
    const [peopled, deserted] = [await newPanel(sceneId, 'Ilya waits'), await newPanel(sceneId, 'An empty chair')]
    await client.updatePanel({ params: { id: peopled.id }, body: { characterIds: [ilya.id] } })
    for (const { id } of [peopled, deserted]) await draw(id)
    const stale = async () => {
      const panels = [
        await client.getPanel({ params: { id: peopled.id } }),
        await client.getPanel({ params: { id: deserted.id } }),
      ]
      return panels.map(({ chosenTake }) => chosenTake?.stale)
    }
    deepEqual(await stale(), [false, false])
    await client.updateCharacter({ params: { id: ilya.id }, body: { look: 'a long coat' } })
    deepEqual(await stale(), [true, false])
    await client.updateCharacter({ params: { id: ilya.id }, body: { look: '' } })
    deepEqual(await stale(), [false, false])
    await client.updatePanel({ params: { id: deserted.id }, body: { durationMs: 1234 } })
    deepEqual(await stale(), [false, false])
    await client.updatePanel({ params: { id: deserted.id }, body: { angle: 'high' } })
    deepEqual(await stale(), [false, true])
  })

  it('move to another scene of the project and to no other', async () => {
    const { client, newProject, newChapter, newScene, newPanel } = bench
    const other = await newScene((await newChapter(projectId, 'Three')).id, 'INT. OTHER')
    const panel = await newPanel(sceneId, 'Mover')
    const moved = await client.updatePanel({ params: { id: panel.id }, body: { sceneId: other.id } })
    equal(moved.sceneId, other.id)
    const foreign = await newScene((await newChapter(await newProject('Foreign'), 'F')).id, 'INT. F')
    const move = client.updatePanel({ params: { id: panel.id }, body: { sceneId: foreign.id } })
    deepEqual((await refusedWith('invalid-request', move)).errors[0]?.field, 'sceneId')
  })

  it('take only characters of their project into the frame and the dialogue', async () => {
    const { client, newProject, newPanel, newCharacter } = bench
    const stranger = await newCharacter(await newProject('Strangers'), 'Stranger')
    const panel = await newPanel(sceneId, 'Cast')
    const line = { characterId: stranger.id, character: 'S', parenthetical: '', text: 'Hello' }
    const fieldOf = async (body: object) =>
      (await refusedWith('invalid-request', client.updatePanel({ params: { id: panel.id }, body }))).errors[0]?.field
    equal(await fieldOf({ characterIds: [stranger.id] }), 'characterIds.0')
    equal(await fieldOf({ dialogue: [line] }), 'dialogue.0.characterId')
    equal(await fieldOf({ durationMs: 0 }), 'durationMs')
    equal(await fieldOf({ lensMm: 3 }), 'lensMm')
  })

  it('keep a deleted character and show it again once it is back', async () => {
    const { client, newCharacter, newPanel } = bench
    const mara = await newCharacter(projectId, 'Mara')
    const { id } = await newPanel(sceneId, 'Someone')
    const line = { characterId: mara.id.toUpperCase(), character: 'Mara', parenthetical: '', text: 'Yes' }
    await client.updatePanel({ params: { id }, body: { characterIds: [mara.id], dialogue: [line] } })
    equal((await client.getCharacter({ params: { id: mara.id } })).panelCount, 1)
    const shown = async () => {
      const panel = await client.getPanel({ params: { id } })
      return [panel.characterIds, panel.dialogue.map(({ characterId, character }) => [characterId, character])]
    }
    deepEqual(await shown(), [[mara.id], [[mara.id, 'Mara']]])
    await client.deleteCharacter({ params: { id: mara.id } })
    deepEqual(await shown(), [[], [[null, 'Mara']]])
    await client.restoreCharacter({ params: { id: mara.id } })
    deepEqual(await shown(), [[mara.id], [[mara.id, 'Mara']]])
  })

  it('are counted for each character as they come, go, come back and change hands', async () => {
    const { client, newProject, newChapter, newScene, newCharacter, newPanel } = bench
    const project = await newProject('Counts')
    const scene = await newScene((await newChapter(project, 'One')).id, 'INT. HALL')
    const [anna, boris] = [await newCharacter(project, 'Anna'), await newCharacter(project, 'Boris')]
    const [one, two] = [await newPanel(scene.id, 'One'), await newPanel(scene.id, 'Two')]
    const counts = async () => {
      const { items } = await client.listCharacters({ query: { projectId: project } })
      return items.map(({ panelCount }) => panelCount)
    }
    const panelIds = [one.id, two.id]
    await client.updatePanels({ params: { id: project }, body: { panelIds, characterIds: [anna.id, boris.id] } })
    deepEqual(await counts(), [2, 2])
    await client.updatePanel({ params: { id: one.id }, body: { characterIds: [boris.id], description: 'Boris alone' } })
    deepEqual(await counts(), [1, 2])
    await client.deletePanel({ params: { id: two.id } })
    deepEqual(await counts(), [0, 1])
    await client.undoOwn({ params: { id: project } })
    deepEqual(await counts(), [1, 2])
    await client.deleteScene({ params: { id: scene.id } })
    deepEqual(await counts(), [0, 0])
    await client.restoreScene({ params: { id: scene.id } })
    deepEqual(await counts(), [1, 2])
    await client.deleteCharacter({ params: { id: boris.id } })
    deepEqual(await counts(), [1])
    await client.restoreCharacter({ params: { id: boris.id } })
    deepEqual(await counts(), [1, 2])
    const copy = await client.duplicateProject({ params: { id: project }, body: {} })
    const copied = await client.listCharacters({ query: { projectId: copy.id } })
    deepEqual(
      copied.items.map(({ panelCount }) => panelCount),
      [1, 2],
    )
  })

  it('tell the cut when they come, go, move or last longer, and not when words change', async () => {
    const { server } = bench
    const told: string[] = []
    const context = { ...server.context, boardChanged: async (_: unknown, id: string) => void told.push(id) }
    const after = async (work: Promise<unknown>) => {
      told.length = 0
      await work
      return told.length
    }
    const id = await createPanel(context, projectId, sceneId, full())
    deepEqual(told, [projectId])
    equal(await after(updatePanel(context, projectId, id, { description: 'Other words' })), 0)
    equal(await after(updatePanel(context, projectId, id, { durationMs: 900 })), 1)
    equal(await after(updatePanel(context, projectId, id, { after: null })), 1)
    equal(await after(deletePanel(context, projectId, id)), 1)
  })

  it('are left as they were when the cut cannot follow', async () => {
    const { client, server } = bench
    const before = (await client.listPanels({ params: { id: sceneId }, query: {} })).items.length
    const boardChanged = () => Promise.reject(new Error('no cut'))
    await rejects(createPanel({ ...server.context, boardChanged }, projectId, sceneId, full()), /no cut/)
    equal((await client.listPanels({ params: { id: sceneId }, query: {} })).items.length, before)
  })
})
