import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openStory, type StoryBench } from '../story/testing.ts'
import { refusedWith } from '../testing.ts'

describe('project templates', () => {
  let bench: StoryBench
  let projectId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Pilot')
    const { id: sceneId } = await bench.newScene((await bench.newChapter(projectId, 'Teaser')).id, 'INT. BOOTH - NIGHT')
    const { id } = await bench.newPanel(sceneId, 'A reel')
    await bench.newPanel(sceneId, 'Rain')
    await bench.newCharacter(projectId, 'MARA')
    await bench.client.createInstruction({ params: { id: projectId }, body: { text: 'Keep it dark.' } })
    await bench.client.updateProject({ params: { id: projectId }, body: { style: 'ink', aspectRatio: '2.39:1' } })
    await bench.draw(id)
  })
  after(() => bench.close())

  const countsOf = (keep: 'directions' | 'cast' | 'story') =>
    bench.client.createProjectTemplate({ body: { projectId, name: keep, keep } }).then(({ counts }) => Object.values(counts))

  test('keep as much of a project as is asked for, and never its pictures', async () => {
    assert.deepEqual(await countsOf('directions'), [1, 0, 0, 0, 0, 0])
    assert.deepEqual(await countsOf('cast'), [1, 1, 0, 0, 0, 0])
    assert.deepEqual(await countsOf('story'), [1, 1, 0, 1, 1, 2])
    const [story] = (await bench.client.listProjectTemplates({ query: { search: 'stor' } })).items
    assert.ok(story)
    const made = await bench.client.createProjectFromTemplate({ params: { id: story.id }, body: { name: 'Episode 2' } })
    assert.deepEqual(
      [made.name, made.style, made.aspectRatio, made.panelCount, made.drawnPanelCount],
      ['Episode 2', 'ink', '2.39:1', 2, 0],
    )
    assert.equal((await bench.client.listProjectClips({ params: { id: made.id } })).items.length, 2, 'the cut follows its board')
    assert.equal((await bench.client.listProjectTemplates({ query: { search: 'stor' } })).items[0]?.useCount, 1)
  })

  test('travel from person to person as a file', async () => {
    const template = await bench.client.createProjectTemplate({ body: { projectId, name: 'Shared' } })
    const file = (await (await bench.client.exportProjectTemplate({ params: { id: template.id } })).json()) as Record<
      string,
      unknown
    >
    const friend = await bench.server.account('friend')
    await refusedWith('not-found', friend.client.exportProjectTemplate({ params: { id: template.id } }))
    const theirs = await friend.client.importProjectTemplate({ body: { file } })
    assert.deepEqual([theirs.name, theirs.counts], ['Shared', template.counts])
    const made = await friend.client.createProjectFromTemplate({ params: { id: theirs.id }, body: { name: 'Mine' } })
    assert.deepEqual([made.role, made.panelCount], ['owner', 2])
    await refusedWith('unreadable-project', friend.client.importProjectTemplate({ body: { file: { ...file, chapters: [] } } }))
    await friend.client.deleteProjectTemplate({ params: { id: theirs.id } })
    assert.deepEqual((await friend.client.listProjectTemplates({ query: {} })).items, [])
    assert.equal((await friend.client.getProject({ params: { id: made.id } })).name, 'Mine')
  })

  test('that come along bring settings, directions and a story with its timing', async () => {
    const { items } = await bench.client.listBuiltInTemplates()
    assert.deepEqual(items.map(({ id }) => id).toSorted(), [
      'blank',
      'comic',
      'commercial',
      'highlights-montage',
      'music-video',
      'short-film',
    ])
    assert.equal(items.find(({ id }) => id === 'commercial')?.durationMs, 30_000)
    for (const { id, ...shown } of items) {
      const made = await bench.client.createProjectFromBuiltIn({ params: { template: id }, body: { name: `My ${id}` } })
      const params = { id: made.id }
      const { chapters, project } = await bench.client.getProjectWithScenes({ params })
      const scenes = chapters.flatMap(chapter => chapter.scenes)
      assert.deepEqual(
        chapters.map(chapter => [chapter.title, chapter.scenes.map(scene => [scene.heading, scene.durationMs])]),
        shown.chapters.map(chapter => [chapter.title, chapter.scenes.map(scene => [scene.heading, scene.durationMs])]),
      )
      assert.deepEqual(
        scenes.map(({ panels }) => panels.map(({ description }) => description)),
        shown.chapters.flatMap(chapter => chapter.scenes.map(({ panels }) => panels)),
      )
      assert.deepEqual(
        [project.template, project.aspectRatio, project.style, project.rate],
        [id, shown.aspectRatio, shown.style, shown.rate],
      )
      const directions = (await bench.client.listInstructions({ params, query: {} })).items
      assert.deepEqual(
        directions.map(({ scope, text }) => ({ scope, text })),
        shown.directions,
      )
      assert.equal((await bench.client.listProjectClips({ params })).items.length, made.panelCount)
    }
  })

  test('that come along give way to settings of one’s own, and can be kept and shared like any other', async () => {
    const made = await bench.client.createProjectFromBuiltIn({
      params: { template: 'comic' },
      body: { name: 'Tall', aspectRatio: '9:16', rate: { num: 25, den: 1 }, style: 'woodcut' },
    })
    assert.deepEqual([made.aspectRatio, made.rate, made.style, made.panelCount], ['9:16', { num: 25, den: 1 }, 'woodcut', 12])
    const kept = await bench.client.createProjectTemplate({ body: { projectId: made.id, name: 'Tall comic' } })
    assert.deepEqual([kept.counts.panels, kept.counts.instructions], [12, 3])
  })
})
