import { deepEqual, equal } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ProblemError } from '@storycanvas/api'
import { openStory, type StoryBench } from './testing.ts'

describe('many hands on one story', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  it('never stand in each other’s way: every change happens or is told why not', async () => {
    const { client, newProject, newChapter, newScene, newPanel } = bench
    const projectId = await newProject('Busy')
    const [one, two] = [await newChapter(projectId, 'One'), await newChapter(projectId, 'Two')]
    const scenes = [await newScene(one.id, 'A'), await newScene(one.id, 'B'), await newScene(two.id, 'C')]
    const panels = await Promise.all(scenes.flatMap(({ id }) => [newPanel(id, 'x'), newPanel(id, 'y')]))
    const at = <T>(list: readonly T[], index: number) => list[index % list.length] as T
    const work = Array.from({ length: 60 }, (_, index) => {
      const panel = { id: at(panels, index).id }
      const scene = at(scenes, index + 1)
      const params = { id: scene.id }
      return at(
        [
          () => client.updatePanel({ params: panel, body: { sceneId: scene.id, after: null } }),
          () => client.updatePanel({ params: panel, body: { durationMs: 1000 + index } }),
          () => client.updateScene({ params, body: { chapterId: at([one, two], index).id } }),
          () => client.deletePanel({ params: panel }),
          () => client.restorePanel({ params: panel }),
          () => client.createPanel({ params, body: { after: null } }),
          () => client.generate({ body: { target: { kind: 'panel', id: panel.id } } }),
          () => client.deleteScene({ params }),
          () => client.restoreScene({ params }),
          () => client.updateChapter({ params: { id: two.id }, body: { after: null } }),
          () => client.importIntoProject({ params: { id: projectId }, body: { text: 'INT. D - DAY\n\nShe sits.' } }),
        ],
        index * 7,
      )()
    })
    const outcomes = await Promise.allSettled(work)
    const refusals = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
    const codes = refusals.map(reason => (reason instanceof ProblemError ? reason.problem.code : String(reason)))
    deepEqual(
      codes.filter(code => !['not-found', 'not-possible-now', 'invalid-request'].includes(code)),
      [],
    )
    for (const { id } of scenes) await client.restoreScene({ params: { id } })
    const tree = await client.getProjectWithScenes({ params: { id: projectId } })
    for (const scene of tree.chapters.flatMap(chapter => chapter.scenes))
      equal(new Set(scene.panels.map(({ position }) => position)).size, scene.panels.length)
    const clips = await client.listProjectClips({ params: { id: projectId } })
    deepEqual(
      clips.items.map(({ panelId }) => panelId),
      tree.chapters.flatMap(chapter => chapter.scenes.flatMap(scene => scene.panels.map(({ id }) => id))),
      'the cut follows the board',
    )
  })
})
