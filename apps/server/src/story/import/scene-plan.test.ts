import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'

describe('the panels that a scene gives', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  const scenesOf = async (id: string) =>
    (await bench.client.getProjectWithScenes({ params: { id } })).chapters.flatMap(chapter => chapter.scenes)
  const planOf = (id: string, text: string) => bench.client.planScenePanels({ params: { id }, body: { text } })
  const make = (id: string, text: string) => bench.client.makeScenePanels({ params: { id }, body: { text } })
  const write = (id: string, text: string) => bench.client.updateScene({ params: { id }, body: { text } })
  async function newScene(name: string) {
    const projectId = await bench.newProject(name)
    const { id } = await bench.newScene((await bench.newChapter(projectId, 'One')).id, 'INT. BOOTH - NIGHT')
    return { projectId, id }
  }

  test('are planned aside where the text is long, and refused where no scene is so long', async () => {
    const { id } = await newScene('Long')
    const sentence = `Mara waits${' and waits'.repeat(60)}.\n\n`
    assert.equal((await planOf(id, sentence.repeat(50))).panels.length, 50)
    await refusedWith('too-large', planOf(id, 'A door.\n\n'.repeat(3000)))
  })

  for (const example of ['the-last-reel.fountain', 'salt-line.fountain'])
    test(`are those that it has, where nothing was written since: ${example}`, async () => {
      const id = await bench.newProject(example)
      const text = await readFile(new URL(`../../../../../examples/${example}`, import.meta.url), 'utf8')
      await bench.client.importIntoProject({ params: { id }, body: { text } })
      const scenes = await scenesOf(id)
      assert.ok(scenes.length > 0)
      for (const scene of scenes) {
        const plan = await planOf(scene.id, scene.text)
        assert.deepEqual(
          plan.panels.map(({ panelId }) => panelId),
          scene.panels.map(panel => panel.id),
          scene.heading,
        )
        assert.deepEqual([plan.leavingPanelIds, plan.furtherScenes, plan.newCharacters], [[], [], []])
        assert.equal(plan.durationMs, scene.durationMs)
      }
    })

  test('are nearly all those that it has, where it came from prose', async () => {
    const id = await bench.newProject('Prose')
    const text = await readFile(new URL('../../../../../examples/the-lamp-that-walked.md', import.meta.url), 'utf8')
    await bench.client.importIntoProject({ params: { id }, body: { text } })
    const scenes = await scenesOf(id)
    const plans = await Promise.all(scenes.map(scene => planOf(scene.id, scene.text)))
    const stay = plans.flatMap(({ panels }) => panels).filter(({ panelId }) => panelId !== null).length
    // A pronoun may mean somebody whom only the scenes before have told of.
    assert.ok(stay / scenes.flatMap(({ panels }) => panels).length > 0.85, `${stay} stay`)
  })

  test('are made of what was written, and knew nobody before', async () => {
    const { projectId, id } = await newScene('Written')
    const text = 'MARTA, 64, threads a reel.\n\nMARTA\nOnce more.'
    const plan = await planOf(id, text)
    assert.deepEqual(
      plan.panels.map(({ panelId }) => panelId),
      plan.panels.map(() => null),
    )
    assert.deepEqual(plan.newCharacters, ['Marta'])
    assert.equal((await scenesOf(projectId))[0]?.panels.length, 0, 'a plan makes nothing')
    await write(id, text)
    const made = await make(id, text)
    assert.equal(made.addedPanelIds.length, plan.panels.length)
    const [scene] = await scenesOf(projectId)
    assert.deepEqual(
      scene?.panels.map(({ description }) => description),
      plan.panels.map(({ description }) => description),
    )
    assert.deepEqual([scene?.setting, scene?.timeOfDay, scene?.text], ['interior', 'night', text])
    const { characters } = await bench.client.getProjectWithScenes({ params: { id: projectId } })
    assert.deepEqual(scene?.characterIds, [characters[0]?.id])
  })

  test('take nothing away that has takes or says the same; the rest is in the trash', async () => {
    const { projectId, id } = await newScene('Rewritten')
    const before = 'She threads the reel into the old projector.\n\nThe lamp flickers twice and dies.\n\nRain.'
    await write(id, before)
    await make(id, before)
    const [scene] = await scenesOf(projectId)
    const drawn = scene?.panels.find(({ description }) => description.includes('lamp'))
    const rain = scene?.panels.find(({ description }) => description.includes('Rain'))
    assert.ok(drawn && rain)
    await bench.draw(drawn.id)
    const after = 'A cat sleeps.\n\nRain.'
    await write(id, after)
    const plan = await planOf(id, after)
    const stays = plan.panels.flatMap(({ panelId }) => panelId ?? [])
    assert.ok(stays.includes(drawn.id) && stays.includes(rain.id))
    assert.ok(plan.leavingPanelIds.length > 0)
    const made = await make(id, after)
    assert.deepEqual(made.trashedPanelIds.toSorted(), plan.leavingPanelIds.toSorted())
    const [now] = await scenesOf(projectId)
    assert.equal(now?.panels.length, made.panelCount)
    assert.deepEqual(
      now?.panels.map(panel => panel.description),
      plan.panels.map(panel => panel.description),
    )
    for (const trashed of made.trashedPanelIds) await bench.client.restorePanel({ params: { id: trashed } })
  })

  test('go on in a scene of their own behind a further heading', async () => {
    const { projectId, id } = await newScene('Split')
    const { chapters } = await bench.client.getProjectWithScenes({ params: { id: projectId } })
    await bench.newScene(chapters[0]?.id ?? '', 'INT. CELLAR - NIGHT')
    const text = 'She waits.\n\nEXT. STREET - DAWN\n\nSnow falls.'
    const plan = await planOf(id, text)
    assert.deepEqual(plan.furtherScenes, [{ heading: 'EXT. STREET - DAWN', panelCount: 1 }])
    await write(id, text)
    const made = await make(id, text)
    const scenes = await scenesOf(projectId)
    assert.deepEqual(
      scenes.map(({ heading }) => heading),
      ['INT. BOOTH - NIGHT', 'EXT. STREET - DAWN', 'INT. CELLAR - NIGHT'],
    )
    assert.deepEqual(made.addedSceneIds, [scenes[1]?.id])
    assert.doesNotMatch(scenes[0]?.text ?? '', /Snow/)
    assert.match(scenes[1]?.text ?? '', /Snow falls\./)
  })

  test('are not made of a text that somebody has changed meanwhile, nor of none', async () => {
    const { id } = await newScene('Late')
    await write(id, 'Somebody else was here.')
    await refusedWith('conflict', make(id, 'She waits.'))
    await refusedWith('invalid-request', make(id, ' \n'))
    await bench.newPanel(id, 'Made by hand')
    assert.equal((await planOf(id, '')).leavingPanelIds.length, 0)
  })
})
