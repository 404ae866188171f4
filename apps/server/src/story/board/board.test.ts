import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openStory, type StoryBench } from '../testing.ts'
import { boardOf } from './board.ts'
import { projectFigures } from './figures.ts'

describe('the board of a project', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  async function newStory(name: string) {
    const { client, newProject, newChapter, newScene, newPanel } = bench
    const projectId = await newProject(name)
    const [second, first] = [
      await newChapter(projectId, 'Second'),
      await client.createChapter({ params: { id: projectId }, body: { title: 'First', after: null } }),
    ]
    const [late, early, bare] = [
      await newScene(second.id, 'LATE'),
      await newScene(first.id, 'EARLY'),
      await newScene(first.id, 'BARE'),
    ]
    const panels = {
      late: await newPanel(late.id, 'late'),
      one: await newPanel(early.id, 'one'),
      two: await newPanel(early.id, 'two'),
    }
    return { projectId, first, early, bare, panels }
  }

  it('is the whole story in order, in one answer', async () => {
    const { client } = bench
    const { projectId } = await newStory('Tree')
    const mara = await bench.newCharacter(projectId, 'Mara')
    const tree = await client.getProjectWithScenes({ params: { id: projectId } })
    deepEqual(
      tree.chapters.map(({ title, scenes }) => [
        title,
        scenes.map(scene => [scene.heading, scene.panels.map(panel => panel.description)]),
      ]),
      [
        [
          'First',
          [
            ['EARLY', ['one', 'two']],
            ['BARE', []],
          ],
        ],
        ['Second', [['LATE', ['late']]]],
      ],
    )
    const [early] = tree.chapters[0]?.scenes ?? []
    deepEqual([early?.panelCount, early?.durationMs], [2, 6000])
    deepEqual(
      tree.characters.map(({ id, panelCount }) => [id, panelCount]),
      [[mara.id, 0]],
    )
    deepEqual(tree.project, await client.getProject({ params: { id: projectId } }))
    equal(tree.project.role, 'owner')
    for (const scene of tree.chapters.flatMap(({ scenes }) => scenes)) {
      const { panels: _, ...same } = scene
      deepEqual(same, await client.getScene({ params: { id: scene.id } }))
      deepEqual(scene.panels, (await client.listPanels({ params: { id: scene.id }, query: {} })).items)
    }
  })

  it('is what the cut follows: live scenes and panels in story order', async () => {
    const { client, server } = bench
    const { projectId, panels, bare } = await newStory('Cut')
    await client.deletePanel({ params: { id: panels.two.id } })
    const board = await boardOf(server.context.database, projectId)
    deepEqual(
      board.map(({ heading, chapterTitle, panels }) => [chapterTitle, heading, panels.map(({ description }) => description)]),
      [
        ['First', 'EARLY', ['one']],
        ['First', 'BARE', []],
        ['Second', 'LATE', ['late']],
      ],
    )
    equal(board[1]?.id, bare.id)
  })

  it('gives each project its figures and the first picture as its cover', async () => {
    const { client, draw, server } = bench
    const { projectId, panels } = await newStory('Figures')
    const empty = await bench.newProject('Empty')
    await draw(panels.late.id)
    const figuresOf = projectFigures(server.context)
    const onlyLate = (await figuresOf([projectId])).get(projectId)
    await draw(panels.two.id)
    const figures = await figuresOf([projectId, empty])
    const { panelCount, drawnPanelCount, coverUrl } = figures.get(projectId) ?? {}
    deepEqual([panelCount, drawnPanelCount, figures.has(empty)], [3, 2, false])
    const two = await client.getPanel({ params: { id: panels.two.id } })
    equal(coverUrl, two.chosenTake?.thumbnailUrl)
    ok(onlyLate?.coverUrl && onlyLate.coverUrl !== coverUrl)
    const { items } = await client.listProjects({ query: {} })
    equal(items.find(({ id }) => id === projectId)?.coverUrl, coverUrl)
  })
})
