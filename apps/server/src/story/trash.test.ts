import { deepEqual, equal } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { refusedWith } from '../testing.ts'
import { openStory, type StoryBench } from './testing.ts'

describe('the trash', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  const headings = async (projectId: string) => {
    const tree = await bench.client.getProjectWithScenes({ params: { id: projectId } })
    return tree.chapters.map(({ title, scenes }) => [
      title,
      scenes.map(scene => [scene.heading, scene.panels.map(panel => panel.description)]),
    ])
  }

  async function newStory() {
    const { newProject, newChapter, newScene, newPanel } = bench
    const projectId = await newProject('Trash')
    const chapter = await newChapter(projectId, 'One')
    const [kitchen, quay] = [await newScene(chapter.id, 'KITCHEN'), await newScene(chapter.id, 'QUAY')]
    const panels = [await newPanel(kitchen.id, 'kettle'), await newPanel(kitchen.id, 'cup'), await newPanel(quay.id, 'boat')]
    return { projectId, chapter, kitchen, quay, kettle: panels[0]?.id ?? '', cup: panels[1]?.id ?? '' }
  }

  it('takes scenes and panels along with a chapter, and gives back exactly those', async () => {
    const { client } = bench
    const { projectId, chapter, quay, cup } = await newStory()
    await client.deletePanel({ params: { id: cup } })
    await client.deleteScene({ params: { id: quay.id } })
    await client.deleteChapter({ params: { id: chapter.id } })
    deepEqual(await headings(projectId), [])
    await client.restoreChapter({ params: { id: chapter.id } })
    deepEqual(await headings(projectId), [['One', [['KITCHEN', ['kettle']]]]])
    await client.restoreScene({ params: { id: quay.id } })
    await client.restorePanel({ params: { id: cup } })
    deepEqual(await headings(projectId), [
      [
        'One',
        [
          ['KITCHEN', ['kettle', 'cup']],
          ['QUAY', ['boat']],
        ],
      ],
    ])
  })

  it('shows what lies in it, with the length that a scene had', async () => {
    const { client } = bench
    const { projectId, chapter, kitchen, cup } = await newStory()
    await client.deletePanel({ params: { id: cup } })
    await client.deleteScene({ params: { id: kitchen.id } })
    const { items } = await client.listScenes({ query: { projectId, deleted: 'true' } })
    deepEqual(
      items.map(({ heading, panelCount, durationMs }) => ({ heading, panelCount, durationMs })),
      [{ heading: 'KITCHEN', panelCount: 1, durationMs: 3000 }],
    )
    await client.deleteChapter({ params: { id: chapter.id } })
    const chapters = await client.listChapters({ params: { id: projectId }, query: { deleted: 'true' } })
    deepEqual(
      chapters.items.map(({ title }) => title),
      ['One'],
    )
  })

  it('gives nothing back into something that lies in it', async () => {
    const { client } = bench
    const { chapter, kitchen, kettle } = await newStory()
    await client.deleteScene({ params: { id: kitchen.id } })
    await refusedWith('not-possible-now', client.restorePanel({ params: { id: kettle } }))
    await client.deleteChapter({ params: { id: chapter.id } })
    await refusedWith('not-possible-now', client.restoreScene({ params: { id: kitchen.id } }))
  })

  it('hides what it holds: reading, changing and deleting answer as if it did not exist', async () => {
    const { client } = bench
    const { chapter, kitchen, kettle } = await newStory()
    await client.deleteChapter({ params: { id: chapter.id } })
    await refusedWith('not-found', client.getChapter({ params: { id: chapter.id } }))
    await refusedWith('not-found', client.getScene({ params: { id: kitchen.id } }))
    await refusedWith('not-found', client.updatePanel({ params: { id: kettle }, body: { durationMs: 1000 } }))
    await refusedWith('not-found', client.deletePanel({ params: { id: kettle } }))
    await refusedWith('not-found', client.createScene({ body: { chapterId: chapter.id, heading: 'NEW' } }))
  })

  it('leaves alone what is restored twice', async () => {
    const { client } = bench
    const { kitchen } = await newStory()
    await client.deleteScene({ params: { id: kitchen.id } })
    await client.restoreScene({ params: { id: kitchen.id } })
    const again = await client.restoreScene({ params: { id: kitchen.id } })
    equal(again.deletedAt, null)
    equal(again.panelCount, 2)
  })

  it('keeps a direction out of the prompts until it comes back', async () => {
    const { client } = bench
    const { projectId, kettle } = await newStory()
    const direction = await client.createInstruction({ params: { id: projectId }, body: { text: 'No faces' } })
    const prompt = async () => (await client.getPanelPrompt({ params: { id: kettle } })).prompt.includes('No faces')
    equal(await prompt(), true)
    await client.deleteInstruction({ params: { id: direction.id } })
    equal(await prompt(), false)
    const trash = await client.listInstructions({ params: { id: projectId }, query: { deleted: 'true' } })
    deepEqual(
      trash.items.map(({ text }) => text),
      ['No faces'],
    )
    await client.restoreInstruction({ params: { id: direction.id } })
    equal(await prompt(), true)
  })
})
