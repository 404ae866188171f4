import { deepEqual, equal } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'

describe('chapters and scenes', () => {
  let bench: StoryBench
  let projectId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Scenes')
  })
  after(() => bench.close())

  it('come back as they were sent', async () => {
    const { client, newChapter, newCharacter } = bench
    const chapter = await newChapter(projectId, 'Act One')
    const mara = await newCharacter(projectId, 'Mara')
    const booth = await client.createLocation({ body: { projectId, name: 'Booth', setting: 'interior' } })
    const fields = {
      number: '12A',
      heading: 'INT. BOOTH - NIGHT',
      setting: 'interior',
      timeOfDay: 'night',
      locationId: booth.id,
      synopsis: 'She waits.',
      text: 'Line one\n\nLine "two" with ’ and 𝄞 and \\ ',
      mood: 'tense',
      characterIds: [mara.id] as string[],
      transition: 'dissolve',
    } as const
    const scene = await client.createScene({ body: { chapterId: chapter.id, ...fields } })
    const read = await client.getScene({ params: { id: scene.id } })
    deepEqual({ ...read, ...fields }, read)
    deepEqual([read.durationMs, read.panelCount, read.chapterId], [0, 0, chapter.id])
    equal((await client.getLocation({ params: { id: booth.id } })).sceneCount, 1)
  })

  it('change only in what a patch names', async () => {
    const { client, newChapter, newScene } = bench
    const chapter = await newChapter(projectId, 'Patches')
    const scene = await newScene(chapter.id, 'INT. HALL')
    const changed = await client.updateScene({ params: { id: scene.id }, body: { mood: 'calm' } })
    deepEqual({ ...changed, updatedAt: '' }, { ...scene, mood: 'calm', updatedAt: '', version: scene.version + 1 })
    const same = await client.updateScene({ params: { id: scene.id }, body: {} })
    equal(same.mood, 'calm')
    const renamed = await client.updateChapter({ params: { id: chapter.id }, body: { synopsis: 'All of it' } })
    deepEqual([renamed.title, renamed.synopsis], ['Patches', 'All of it'])
  })

  it('move to another chapter, to its end or to a place in it', async () => {
    const { client, newProject, newChapter, newScene } = bench
    const project = await newProject('Moves')
    const [one, two] = [await newChapter(project, 'One'), await newChapter(project, 'Two')]
    const [a, b] = [await newScene(one.id, 'A'), await newScene(one.id, 'B')]
    const c = await newScene(two.id, 'C')
    await client.updateScene({ params: { id: a.id }, body: { chapterId: two.id } })
    await client.updateScene({ params: { id: b.id }, body: { chapterId: two.id, after: null } })
    await client.updateScene({ params: { id: c.id }, body: { after: b.id } })
    const list = async () =>
      (await client.listScenes({ query: { projectId: project } })).items.map(({ heading }) => heading).join('')
    equal(await list(), 'BCA')
    await client.updateChapter({ params: { id: one.id }, body: { after: two.id } })
    await newScene(one.id, 'D')
    equal(await list(), 'BCAD')
  })

  it('are listed in story order page by page, by chapter, and found by their words', async () => {
    const { client, newProject, newChapter, newScene } = bench
    const project = await newProject('Pages')
    const headings = ['A', 'B', 'C', 'D', 'E', 'F', 'G']
    const chapters = [await newChapter(project, 'One'), await newChapter(project, 'Two')]
    for (const [index, heading] of headings.entries()) await newScene(chapters[index < 4 ? 0 : 1]?.id ?? '', heading)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = { projectId: project, limit: 3, ...(cursor === undefined ? {} : { cursor }) }
      const page = await client.listScenes({ query })
      seen.push(...page.items.map(({ heading }) => heading))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    deepEqual(seen, headings)
    const second = await client.listScenes({ query: { projectId: project, chapterId: chapters[1]?.id ?? '' } })
    deepEqual(
      second.items.map(({ heading }) => heading),
      ['E', 'F', 'G'],
    )
    await client.createScene({ body: { chapterId: chapters[0]?.id ?? '', heading: 'H', text: '100% of_it' } })
    const find = async (search: string) =>
      (await client.listScenes({ query: { projectId: project, search } })).items.map(({ heading }) => heading)
    deepEqual(await find('100% OF_I'), ['H'])
    deepEqual(await find('0x'), [])
    await refusedWith('invalid-request', client.listScenes({ query: { projectId: project, cursor: 'bm9uc2Vuc2U' } }))
  })

  it('are found by all words that one types, as they begin, wherever they stand and however they are written', async () => {
    const { client, newProject, newChapter, newScene } = bench
    const project = await newProject('Words')
    const [one, two] = [await newChapter(project, 'One'), await newChapter(project, 'Two')]
    const pier = await newScene(one.id, 'EXT. PIER - DAWN')
    await client.updateScene({ params: { id: pier.id }, body: { text: 'Zoë waits; the ferry’s horn. 港に船が着く。' } })
    await client.createScene({ body: { chapterId: two.id, heading: 'INT./EXT. FERRY', synopsis: 'Zoe has gone.' } })
    await newScene((await newChapter(await newProject('Other words'), 'One')).id, 'EXT. PIER')
    const find = async (search: string) =>
      (await client.listScenes({ query: { projectId: project, search } })).items.map(({ heading }) => heading)
    const [pierAtDawn, ferry] = ['EXT. PIER - DAWN', 'INT./EXT. FERRY']
    deepEqual(await find('zoe fer'), [pierAtDawn, ferry])
    deepEqual(await find('pier'), [pierAtDawn])
    deepEqual(await find('船'), [pierAtDawn])
    deepEqual(await find('ext ferry gone'), [ferry])
    deepEqual(await find('erry'), [])
    deepEqual(await find('—'), [])
    await client.updateScene({ params: { id: pier.id }, body: { text: 'Zoë has left.' } })
    deepEqual(await find('horn'), [])
    deepEqual(await find('zoe left'), [pierAtDawn])
    await refusedWith('invalid-request', client.listScenes({ query: { projectId: project, search: 'a\u0000' } }))
  })

  it('are found page by page in story order, be the word in few scenes or in hundreds', async () => {
    const { client, newProject, newChapter } = bench
    const project = await newProject('Many')
    const headings = Array.from({ length: 450 }, (_, at) => `INT. ROOM ${at}`)
    const text = headings.map((heading, at) => `${heading} - NIGHT\n\n${at % 100 === 7 ? 'A lamp.' : 'Nothing.'}\n\n`).join('')
    await newChapter(project, 'Empty')
    await client.importIntoProject({ params: { id: project }, body: { text } })
    const find = async (search: string) => {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await client.listScenes({ query: { projectId: project, search, limit: 100, ...(cursor ? { cursor } : {}) } })
        seen.push(...page.items.map(({ heading }) => heading))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      return seen
    }
    const rooms = headings.map(heading => `${heading} - NIGHT`)
    deepEqual(await find('room night'), rooms)
    deepEqual(
      await find('room lamp'),
      rooms.filter((_, at) => at % 100 === 7),
    )
  })

  it('take nothing from another project, and say which field is wrong', async () => {
    const { client, newProject, newChapter, newScene, newCharacter } = bench
    const elsewhere = await newProject('Elsewhere')
    const stranger = await newCharacter(elsewhere, 'Stranger')
    const farAway = await client.createLocation({ body: { projectId: elsewhere, name: 'Far away' } })
    const farChapter = await newChapter(elsewhere, 'Far chapter')
    const chapter = await newChapter(projectId, 'Here')
    const scene = await newScene(chapter.id, 'INT. HERE')
    const mara = await newCharacter(projectId, 'Mara again')
    const change = (body: object) => client.updateScene({ params: { id: scene.id }, body })
    const fieldOf = async (call: Promise<unknown>) => (await refusedWith('invalid-request', call)).errors[0]?.field
    equal(await fieldOf(change({ characterIds: [mara.id, stranger.id] })), 'characterIds.1')
    equal(await fieldOf(change({ characterIds: [mara.id, mara.id] })), 'characterIds.1')
    equal(await fieldOf(change({ locationId: farAway.id })), 'locationId')
    equal(await fieldOf(change({ chapterId: farChapter.id })), 'chapterId')
    equal(await fieldOf(change({ heading: 'two\nlines' })), 'heading')
    equal(await fieldOf(change({ timeOfDay: 'teatime' })), 'timeOfDay')
    equal(await fieldOf(change({ colour: 'red' })), 'colour')
    const create = { chapterId: chapter.id, heading: 'X', locationId: farAway.id }
    equal(await fieldOf(client.createScene({ body: create })), 'locationId')
  })
})
