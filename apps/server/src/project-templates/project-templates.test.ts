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
})
