import { deepEqual } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ProblemError } from '@storycanvas/api'
import { addMember, type TestAccount } from '../testing.ts'
import { openStory, type StoryBench } from './testing.ts'

type Client = TestAccount['client']

describe('who may read and change a story', () => {
  let bench: StoryBench
  let ids: {
    project: string
    chapter: string
    scene: string
    panel: string
    character: string
    location: string
    direction: string
  }
  before(async () => {
    bench = await openStory()
    const { client, newProject, newChapter, newScene, newPanel, newCharacter, server } = bench
    const project = await newProject('Access')
    const chapter = (await newChapter(project, 'One')).id
    const scene = (await newScene(chapter, 'INT. ROOM')).id
    ids = {
      project,
      chapter,
      scene,
      panel: (await newPanel(scene, 'p')).id,
      character: (await newCharacter(project, 'c')).id,
      location: (await client.createLocation({ body: { projectId: project, name: 'l' } })).id,
      direction: (await client.createInstruction({ params: { id: project }, body: { text: 'd' } })).id,
    }
    for (const role of ['editor', 'commenter', 'viewer'] as const)
      await addMember(server, project, await server.account(role), role)
  })
  after(() => bench.close())

  const at = (id: string) => ({ params: { id } })
  const reads = (): ((client: Client) => Promise<unknown>)[] => [
    client => client.listInstructions({ ...at(ids.project), query: {} }),
    client => client.listChapters({ ...at(ids.project), query: {} }),
    client => client.getChapter(at(ids.chapter)),
    client => client.listScenes({ query: { projectId: ids.project } }),
    client => client.getScene(at(ids.scene)),
    client => client.planScenePanels({ ...at(ids.scene), body: { text: 'She sits.' } }),
    client => client.listPanels({ ...at(ids.scene), query: {} }),
    client => client.getPanel(at(ids.panel)),
    client => client.getPanelPrompt(at(ids.panel)),
    client => client.listCharacters({ query: { projectId: ids.project } }),
    client => client.getCharacter(at(ids.character)),
    client => client.listLocations({ query: { projectId: ids.project } }),
    client => client.getLocation(at(ids.location)),
    client => client.getProjectWithScenes(at(ids.project)),
  ]
  const changes = (): ((client: Client) => Promise<unknown>)[] => [
    client => client.createInstruction({ ...at(ids.project), body: { text: 't' } }),
    client => client.updateInstruction({ ...at(ids.direction), body: { enabled: false } }),
    client => client.deleteInstruction(at(ids.direction)),
    client => client.restoreInstruction(at(ids.direction)),
    client => client.createChapter({ ...at(ids.project), body: { title: 't' } }),
    client => client.updateChapter({ ...at(ids.chapter), body: { title: 't' } }),
    client => client.createScene({ body: { chapterId: ids.chapter, heading: 'h' } }),
    client => client.updateScene({ ...at(ids.scene), body: { mood: 'm', text: 'She sits.' } }),
    client => client.createPanel({ ...at(ids.scene), body: {} }),
    client => client.updatePanel({ ...at(ids.panel), body: { description: 'd' } }),
    client => client.deletePanel(at(ids.panel)),
    client => client.restorePanel(at(ids.panel)),
    client => client.deleteScene(at(ids.scene)),
    client => client.restoreScene(at(ids.scene)),
    client => client.deleteChapter(at(ids.chapter)),
    client => client.restoreChapter(at(ids.chapter)),
    client => client.createCharacter({ body: { projectId: ids.project, name: 'n' } }),
    client => client.updateCharacter({ ...at(ids.character), body: { look: 'l' } }),
    client => client.deleteCharacter(at(ids.character)),
    client => client.restoreCharacter(at(ids.character)),
    client => client.createLocation({ body: { projectId: ids.project, name: 'n' } }),
    client => client.updateLocation({ ...at(ids.location), body: { look: 'l' } }),
    client => client.deleteLocation(at(ids.location)),
    client => client.restoreLocation(at(ids.location)),
    client => client.importIntoProject({ ...at(ids.project), body: { text: 'INT. ROOM - DAY\n\nShe sits.' } }),
    client => client.makeScenePanels({ ...at(ids.scene), body: { text: 'She sits.' } }),
    client => client.restorePanel(at(ids.panel)),
  ]

  /** What each call came to, every answer once. */
  async function outcomes(client: Client, calls: ((client: Client) => Promise<unknown>)[]): Promise<string[]> {
    const seen = new Set<string>()
    for (const call of calls)
      seen.add(
        await call(client).then(
          () => 'done',
          (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)),
        ),
      )
    return [...seen]
  }

  it('members read; owner and editor change', async () => {
    for (const name of ['owner', 'editor']) {
      const { client } = await bench.server.account(name)
      deepEqual(await outcomes(client, reads()), ['done'], name)
      deepEqual(await outcomes(client, changes()), ['done'], name)
    }
    for (const name of ['commenter', 'viewer']) {
      const { client } = await bench.server.account(name)
      deepEqual(await outcomes(client, reads()), ['done'], name)
      deepEqual(await outcomes(client, changes()), ['forbidden'], name)
    }
  })

  it('for an outsider there is nothing here, and nobody gets in without an account', async () => {
    const { client } = await bench.server.account('outsider')
    deepEqual(await outcomes(client, [...reads(), ...changes()]), ['not-found'])
    deepEqual(await outcomes(bench.server.anonymous, [...reads(), ...changes()]), ['unauthenticated'])
  })
})
