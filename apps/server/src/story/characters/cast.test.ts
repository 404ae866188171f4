import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openStory, type StoryBench } from '../testing.ts'

describe('characters and locations', () => {
  let bench: StoryBench
  let projectId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Cast')
  })
  after(() => bench.close())

  it('get a colour of their own when none is named', async () => {
    const { client, newCharacter } = bench
    const colours = [await newCharacter(projectId, 'Anna'), await newCharacter(projectId, 'Boris')].map(({ colour }) => colour)
    for (const colour of colours) match(colour, /^#[0-9a-f]{6}$/)
    notEqual(colours[0], colours[1])
    const chosen = await client.createCharacter({ body: { projectId, name: 'Clara', colour: '#D9822B' } })
    equal(chosen.colour, '#D9822B')
  })

  it('are listed by name page by page, whatever stands in the names', async () => {
    const { client, newProject, newCharacter } = bench
    const project = await newProject('Names')
    const names = ['a', 'b\u0001c', 'c%zz', 'd', 'é', '王']
    for (const name of names.toReversed()) {
      await newCharacter(project, name)
      await client.createLocation({ body: { projectId: project, name } })
    }
    for (const list of [client.listCharacters, client.listLocations]) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await list({ query: { projectId: project, limit: 2, ...(cursor === undefined ? {} : { cursor }) } })
        seen.push(...page.items.map(({ name }) => name))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      deepEqual(new Set(seen), new Set(names))
      equal(seen.length, names.length)
      const found = await list({ query: { projectId: project, search: '%Z' } })
      deepEqual(
        found.items.map(({ name }) => name),
        ['c%zz'],
      )
    }
  })

  it('change in what a patch names, and count where they are', async () => {
    const { client, newChapter, newScene } = bench
    const harbour = await client.createLocation({ body: { projectId, name: 'Harbour', look: 'fog' } })
    const changed = await client.updateLocation({ params: { id: harbour.id }, body: { setting: 'exterior' } })
    deepEqual([changed.name, changed.look, changed.setting, changed.sceneCount], ['Harbour', 'fog', 'exterior', 0])
    const scene = await newScene((await newChapter(projectId, 'One')).id, 'EXT. HARBOUR')
    await client.updateScene({ params: { id: scene.id }, body: { locationId: harbour.id } })
    await client.deleteLocation({ params: { id: harbour.id } })
    equal((await client.getScene({ params: { id: scene.id } })).locationId, null)
    await client.restoreLocation({ params: { id: harbour.id } })
    equal((await client.getScene({ params: { id: scene.id } })).locationId, harbour.id)
    equal((await client.getLocation({ params: { id: harbour.id } })).sceneCount, 1)
    const anna = await bench.newCharacter(projectId, 'Annika')
    const taller = await client.updateCharacter({ params: { id: anna.id }, body: { look: 'tall' } })
    deepEqual([taller.name, taller.look, taller.colour], ['Annika', 'tall', anna.colour])
  })
})
