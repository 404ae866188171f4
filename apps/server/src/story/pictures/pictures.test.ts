import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openStory, type StoryBench } from '../testing.ts'
import { pictureOf } from './picture.ts'
import { promptsOf } from './prompt.ts'

describe('what a panel is drawn from', () => {
  let bench: StoryBench
  let ids: Record<'project' | 'scene' | 'panel' | 'booth' | 'mara' | 'ilya' | 'child' | 'noir' | 'everywhere', string>
  before(async () => {
    bench = await openStory()
    const { client } = bench
    const project = (await client.createProject({ body: { name: 'Pictures', style: 'ink wash' } })).id
    const direct = async (text: string, scope: 'all' | 'image' | 'video' | 'writing', enabled = true) =>
      (await client.createInstruction({ params: { id: project }, body: { text, scope, enabled } })).id
    const everywhere = await direct('no text in the picture', 'all')
    await direct('use short sentences', 'writing')
    await direct('slow motion', 'video')
    await direct('switched off', 'image', false)
    const noir = await direct('hard shadows', 'image')
    const person = async (name: string, look: string, negativePrompt = '') =>
      (await client.createCharacter({ body: { projectId: project, name, look, negativePrompt, colour: '#112233' } })).id
    const [mara, ilya, child] = [
      await person('Mara', 'grey bun', 'hats'),
      await person('Ilya', 'good coat', 'hats'),
      await person('Child', ''),
    ]
    const booth = (await client.createLocation({ body: { projectId: project, name: 'Booth', description: 'film cans' } })).id
    const chapter = await bench.newChapter(project, 'One')
    const scene = await client.createScene({
      body: { chapterId: chapter.id, heading: 'H', setting: 'interior', timeOfDay: 'night', locationId: booth, mood: 'tense' },
    })
    const panel = await client.createPanel({
      params: { id: scene.id },
      body: {
        description: 'Mara turns.',
        shotSize: 'close-up',
        angle: 'low',
        lensMm: 85,
        cameraMove: 'handheld',
        characterIds: [mara, child, ilya],
        negativePrompt: 'blur',
        dialogue: [{ characterId: ilya, character: 'ILYA', parenthetical: '', text: 'Well?' }],
      },
    })
    ids = { project, scene: scene.id, panel: panel.id, booth, mara, ilya, child, noir, everywhere }
  })
  after(() => bench.close())

  it('is its prompt with the source of every part, from the whole film down to the camera', async () => {
    const { prompt, negativePrompt, parts } = await bench.client.getPanelPrompt({ params: { id: ids.panel } })
    deepEqual(
      parts.map(({ source, id, text }) => [source, id, text]),
      [
        ['style', ids.project, 'ink wash'],
        ['instruction', ids.everywhere, 'no text in the picture'],
        ['instruction', ids.noir, 'hard shadows'],
        ['location', ids.booth, 'Booth: film cans'],
        ['character', ids.mara, 'Mara: grey bun'],
        ['character', ids.child, 'Child'],
        ['character', ids.ilya, 'Ilya: good coat'],
        ['panel', ids.panel, 'Mara turns.'],
        ['camera', ids.panel, 'close-up, one person in the frame, from a low angle, 85 mm lens, handheld camera'],
      ],
    )
    for (const { text } of parts) ok(prompt.includes(text), text)
    equal(negativePrompt, 'blur, hats')
  })

  it('prefers the words written for the picture to the description', async () => {
    const panel = await bench.client.createPanel({
      params: { id: ids.scene },
      body: { description: 'd', imagePrompt: 'painted words' },
    })
    const { parts } = await bench.client.getPanelPrompt({ params: { id: panel.id } })
    equal(parts.find(({ source }) => source === 'panel')?.text, 'painted words')
  })

  it('is everything that the artist needs', async () => {
    const picture = (await pictureOf(bench.server.context.database, [ids.panel])).get(ids.panel)
    deepEqual(picture, {
      id: ids.panel,
      shotSize: 'close-up',
      framing: 'single',
      angle: 'low',
      cameraMove: 'handheld',
      setting: 'interior',
      timeOfDay: 'night',
      location: { name: 'Booth', description: 'film cans' },
      characters: [
        { name: 'Mara', colour: '#112233', look: 'grey bun', side: 'left', speaking: false },
        { name: 'Child', colour: '#112233', look: '', side: 'centre', speaking: false },
        { name: 'Ilya', colour: '#112233', look: 'good coat', side: 'right', speaking: true },
      ],
      description: 'Mara turns.',
      dialogue: 'ILYA: Well?',
      mood: 'tense',
    })
  })

  it('costs the same number of queries for one panel and for many', async () => {
    const { client, server } = bench
    const others = []
    for (let count = 0; count < 5; count += 1) others.push((await client.createPanel({ params: { id: ids.scene }, body: {} })).id)
    const { counted, database } = countingQueries(server.context.database)
    await pictureOf(database, [ids.panel])
    const forOne = counted()
    const pictures = await pictureOf(database, [ids.panel, ...others])
    equal(pictures.size, 6)
    equal(counted() - forOne, forOne)
    equal((await promptsOf(database, [])).size, 0)
  })
})

type Database = StoryBench['server']['context']['database']

/** The same database, and how many statements went through it. */
function countingQueries(database: Database) {
  let count = 0
  const counting = database.withPlugin({
    transformQuery: ({ node }) => {
      count += 1
      return node
    },
    transformResult: async ({ result }) => result,
  })
  return { database: counting, counted: () => count }
}
