import { deepEqual, equal } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openStory, type StoryBench } from '../story/testing.ts'
import { addMember, refusedWith, type TestAccount } from '../testing.ts'

describe('a change that says which version it stands on', () => {
  let bench: StoryBench
  let ben: TestAccount
  let panel: { id: string; version: number }
  let scene: { id: string; version: number }
  before(async () => {
    bench = await openStory()
    ben = await bench.server.account('ben')
    const id = await bench.newProject('Versions')
    await addMember(bench.server, id, ben, 'editor')
    const chapter = await bench.newChapter(id, 'One')
    scene = await bench.newScene(chapter.id, 'INT. HALL - DAY')
    panel = await bench.newPanel(scene.id, 'A door')
  })
  after(() => bench.close())

  const panelNow = () => bench.client.getPanel({ params: { id: panel.id } })

  it('is refused where somebody else has changed the same field since, and says who', async () => {
    const seen = await panelNow()
    const params = { id: panel.id }
    await ben.client.updatePanel({ params, body: { imagePrompt: 'oak', lensMm: 35 } })
    const mine = bench.client.updatePanel({ params, body: { imagePrompt: 'iron', version: seen.version } })
    const problem = await refusedWith('conflict', mine)
    deepEqual(problem.errors, [{ field: 'imagePrompt', message: 'has been changed by ben meanwhile' }])
    equal((await panelNow()).imagePrompt, 'oak')
    await bench.client.updatePanel({ params, body: { imagePrompt: 'iron', version: (await panelNow()).version } })
    equal((await panelNow()).imagePrompt, 'iron')
  })

  it('goes together with changes of other fields, and with earlier ones of the same person', async () => {
    const seen = await panelNow()
    const params = { id: panel.id }
    await ben.client.updatePanel({ params, body: { shotSize: 'wide' } })
    await bench.client.updatePanel({ params, body: { videoPrompt: 'slow', version: seen.version } })
    await bench.client.updatePanel({ params, body: { videoPrompt: 'slower', version: seen.version } })
    const now = await panelNow()
    deepEqual([now.shotSize, now.videoPrompt, now.version], ['wide', 'slower', seen.version + 3])
  })

  it('knows moves, and scenes as well', async () => {
    const params = { id: scene.id }
    const { version } = await bench.client.getScene({ params })
    await ben.client.updateScene({ params, body: { after: null } })
    await bench.client.updateScene({ params, body: { heading: 'INT. LOFT - DAY', version } })
    await ben.client.updateScene({ params, body: { heading: 'INT. ATTIC - DAY' } })
    const heading = bench.client.updateScene({ params, body: { heading: 'INT. CELLAR - DAY', version } })
    deepEqual(
      (await refusedWith('conflict', heading)).errors.map(({ field }) => field),
      ['heading'],
    )
    const other = await bench.newScene((await bench.client.getScene({ params })).chapterId, 'EXT. YARD - DAY')
    const seen = await bench.client.getScene({ params })
    await ben.client.updateScene({ params, body: { after: other.id } })
    const again = bench.client.updateScene({ params, body: { after: null, version: seen.version } })
    deepEqual(
      (await refusedWith('conflict', again)).errors.map(({ field }) => field),
      ['after'],
    )
  })

  it('knows chapters, the cast and directions', async () => {
    const { client, newProject, newChapter } = bench
    const projectId = await newProject('Of all kinds')
    await addMember(bench.server, projectId, ben, 'editor')
    const chapter = await newChapter(projectId, 'One')
    const character = await client.createCharacter({ body: { projectId, name: 'MARA' } })
    const location = await client.createLocation({ body: { projectId, name: 'HALL' } })
    const direction = await client.createInstruction({ params: { id: projectId }, body: { text: 'Dark' } })
    const at = ({ id }: { id: string }) => ({ params: { id } })
    const changes: [string, (by: TestAccount['client'], words: string, version?: number) => Promise<{ version: number }>][] = [
      ['title', (by, title, version) => by.updateChapter({ ...at(chapter), body: { title, version } })],
      ['look', (by, look, version) => by.updateCharacter({ ...at(character), body: { look, version } })],
      ['look', (by, look, version) => by.updateLocation({ ...at(location), body: { look, version } })],
      ['text', (by, text, version) => by.updateInstruction({ ...at(direction), body: { text, version } })],
    ]
    for (const [field, change] of changes) {
      const { version } = await change(ben.client, 'his')
      const seen = version - 1
      const problem = await refusedWith('conflict', change(client, 'mine', seen))
      deepEqual(problem.errors, [{ field, message: 'has been changed by ben meanwhile' }])
      equal((await change(client, 'mine', version)).version, version + 1)
    }
  })

  it('counts no version where nothing changed', async () => {
    const seen = await panelNow()
    await bench.client.updatePanel({ params: { id: panel.id }, body: { videoPrompt: seen.videoPrompt } })
    equal((await panelNow()).version, seen.version)
  })
})
