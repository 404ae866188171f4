import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { openStory, type StoryBench } from '../story/testing.ts'
import { addMember, refusedWith, type TestAccount } from '../testing.ts'
import { forgetOldActivity } from './forget.ts'

describe('the activity of a project', () => {
  let bench: StoryBench
  let ben: TestAccount
  before(async () => {
    bench = await openStory()
    ben = await bench.server.account('ben')
  })
  after(() => bench.close())

  async function newStory(name: string) {
    const projectId = await bench.newProject(name)
    await addMember(bench.server, projectId, ben, 'editor')
    const chapter = await bench.newChapter(projectId, 'One')
    const scene = await bench.newScene(chapter.id, 'INT. HALL - DAY')
    const panel = await bench.newPanel(scene.id, 'A door')
    const params = { id: projectId }
    const list = async (query = {}) => (await bench.client.listActivity({ params, query })).items
    const said = async (query = {}) =>
      (await list(query)).map(({ by, way, parts }) => [
        by?.name,
        way,
        ...parts.map(({ verb, kind, count, name, fields }) => [verb, kind, count, name, ...fields].join(' ')),
      ])
    return { projectId, chapter, scene, panel, params, list, said }
  }
  const panelOf = (id: string) => bench.client.getPanel({ params: { id } })

  it('says who did what, newest first, page by page, of one person or one kind', async () => {
    const { params, panel, scene, said } = await newStory('Said')
    await ben.client.updatePanel({ params: { id: panel.id }, body: { imagePrompt: 'oak', shotSize: 'close-up' } })
    await ben.client.deleteScene({ params: { id: scene.id } })
    deepEqual(await said(), [
      ['ben', 'change', 'deleted panel 1 A door', 'deleted scene 1 INT. HALL - DAY'],
      ['ben', 'change', 'changed panel 1 A door imagePrompt shotSize'],
      ['owner', 'change', 'created panel 1 A door'],
      ['owner', 'change', 'created scene 1 INT. HALL - DAY'],
      ['owner', 'change', 'created chapter 1 One'],
    ])
    deepEqual((await said({ by: ben.id })).length, 2)
    deepEqual(await said({ kind: 'chapter' }), [['owner', 'change', 'created chapter 1 One']])
    const first = await bench.client.listActivity({ params, query: { limit: 2 } })
    const second = await bench.client.listActivity({ params, query: { limit: 2, cursor: first.nextCursor ?? '' } })
    equal(second.items[0]?.parts[0]?.verb, 'created')
    deepEqual((await said({ kind: 'panel', by: ben.id })).length, 2)
    const ofPanels = await bench.client.listActivity({ params, query: { kind: 'panel', limit: 2 } })
    const older = await bench.client.listActivity({ params, query: { kind: 'panel', cursor: ofPanels.nextCursor ?? '' } })
    deepEqual(
      older.items.map(({ parts }) => parts.map(({ verb, name }) => `${verb} ${name}`)),
      [['created A door']],
    )
  })

  it('keeps changes for a while, longer where they were taken back lately, and says of a forgotten one that it is gone', async () => {
    const { params, panel, list, said } = await newStory('Long ago')
    const change = (description: string) => bench.client.updatePanel({ params: { id: panel.id }, body: { description } })
    await change('A gate')
    const [forgotten] = await list()
    await change('A wall')
    const [takenBack] = await list()
    const { database } = bench.server.context
    await sql`update activity set created_at = now() - interval '90 days' where project_id = ${params.id}`.execute(database)
    await bench.client.undoActivity({ params: { ...params, entryId: takenBack?.id ?? '' } })
    equal(await forgetOldActivity(database, 100), 0)
    equal(await forgetOldActivity(database, 80), 4)
    deepEqual(
      (await said()).map(([, way, what]) => `${way}: ${what}`),
      ['undo: changed panel 1 A gate description', 'change: changed panel 1 A wall description'],
    )
    const problem = await refusedWith(
      'not-found',
      bench.client.undoActivity({ params: { ...params, entryId: forgotten?.id ?? '' } }),
    )
    match(problem.detail ?? '', /long ago/)
    await bench.client.redoActivity({ params: { ...params, entryId: takenBack?.id ?? '' } })
    equal((await panelOf(panel.id)).description, 'A wall')
  })

  it('takes a change of somebody else back, and makes it again', async () => {
    const { params, panel, list } = await newStory('Back')
    await ben.client.updatePanel({ params: { id: panel.id }, body: { description: 'A gate', lensMm: 35 } })
    const [change] = await list()
    const entry = { params: { ...params, entryId: change?.id ?? '' } }
    const undone = await bench.client.undoActivity(entry)
    deepEqual([undone.way, undone.about, undone.by?.name], ['undo', change?.id, 'owner'])
    deepEqual([(await panelOf(panel.id)).description, (await panelOf(panel.id)).lensMm], ['A door', null])
    await refusedWith('not-possible-now', bench.client.undoActivity(entry))
    const again = await bench.client.redoActivity({ params: { ...params, entryId: undone.id } })
    deepEqual([again.way, again.about, (await panelOf(panel.id)).description], ['redo', change?.id, 'A gate'])
    equal((await list()).find(({ id }) => id === change?.id)?.isTakenBack, false)
    await bench.client.undoActivity({ params: { ...params, entryId: again.id } })
    equal((await panelOf(panel.id)).description, 'A door')
  })

  it('names who stands in the way, and leaves everything as it is', async () => {
    const { params, panel, list } = await newStory('In the way')
    await bench.client.updatePanel({ params: { id: panel.id }, body: { description: 'A gate', lensMm: 35 } })
    const [change] = await list()
    await ben.client.updatePanel({ params: { id: panel.id }, body: { lensMm: 50 } })
    const entry = { params: { ...params, entryId: change?.id ?? '' } }
    const problem = await refusedWith('conflict', bench.client.undoActivity(entry))
    match(problem.detail, /“A gate” has been changed since by ben/)
    deepEqual(
      problem.errors.map(({ field }) => field),
      [panel.id],
    )
    equal((await panelOf(panel.id)).description, 'A gate')
    equal((await list()).length, 5)
  })

  it('does not put panels into a scene that lies in the trash, nor take a scene away under new panels', async () => {
    const { params, panel, scene, list } = await newStory('Places')
    const [, made] = await list()
    await ben.client.createPanel({ params: { id: scene.id }, body: { description: 'A window' } })
    const sceneMade = await refusedWith('conflict', bench.client.undoActivity({ params: { ...params, entryId: made?.id ?? '' } }))
    match(sceneMade.detail, /was put there since by/)
    await bench.client.deletePanel({ params: { id: panel.id } })
    const [deleted] = await list()
    await ben.client.deleteScene({ params: { id: scene.id } })
    const panelBack = await refusedWith(
      'conflict',
      bench.client.undoActivity({ params: { ...params, entryId: deleted?.id ?? '' } }),
    )
    match(panelBack.detail, /“INT. HALL - DAY” was put into the trash by ben/)
  })

  it('takes back only one’s own last change from the keyboard, and makes it again until one does something else', async () => {
    const { params, panel } = await newStory('Own')
    const mine = (description: string) => bench.client.updatePanel({ params: { id: panel.id }, body: { description } })
    await mine('A gate')
    await mine('A wall')
    await ben.client.updatePanel({ params: { id: panel.id }, body: { lensMm: 50 } })
    await bench.client.undoOwn({ params })
    await bench.client.undoOwn({ params })
    deepEqual([(await panelOf(panel.id)).description, (await panelOf(panel.id)).lensMm], ['A door', 50])
    await bench.client.redoOwn({ params })
    equal((await panelOf(panel.id)).description, 'A gate')
    await mine('A hedge')
    await refusedWith('not-possible-now', bench.client.redoOwn({ params }))
    await ben.client.undoOwn({ params })
    deepEqual([(await panelOf(panel.id)).description, (await panelOf(panel.id)).lensMm], ['A hedge', null])
    await refusedWith('not-possible-now', ben.client.undoOwn({ params }))
  })

  it('counts what one types in a few minutes as one change', async () => {
    const { params, panel, list, said } = await newStory('Typing')
    const { readText, writeText } = await import('../texts/write.ts')
    const Y = await import('yjs')
    const field = `panel.${panel.id}.description`
    const { database } = bench.server.context
    const type = async (client: StoryBench['client'], letters: string) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, (await readText(database, params.id, field, null)).update)
      const known = Y.encodeStateVector(doc)
      doc.getText('text').insert(0, letters)
      const update = Buffer.from(Y.encodeStateAsUpdate(doc, known)).toString('base64')
      await client.writeText({ params, body: { field, update } })
    }
    ok(writeText)
    for (const letters of ['a', 'b', 'c']) await type(bench.client, letters)
    await type(ben.client, 'd')
    await type(bench.client, 'e')
    equal((await list()).length, 6)
    deepEqual((await said())[2], ['owner', 'change', 'changed panel 1 aA door description'])
    equal((await panelOf(panel.id)).description, 'edcbaA door')
    for (const { id } of (await list()).slice(0, 3)) await ben.client.undoActivity({ params: { ...params, entryId: id } })
    equal((await panelOf(panel.id)).description, 'A door')
  })

  it('knows imports, settings, cast, instructions and steps of the cut', async () => {
    const { params, projectId, said, list } = await newStory('All kinds')
    await bench.client.updateProject({ params, body: { style: 'ink', rate: { num: 25, den: 1 } } })
    await bench.client.createInstruction({ params, body: { scope: 'image', text: 'No rain' } })
    const mara = await bench.newCharacter(projectId, 'Mara')
    await bench.client.updateCharacter({ params: { id: mara.id }, body: { look: 'red coat' } })
    const marker = { kind: 'marker', marker: { at: 12, name: 'Here' } } as const
    await bench.client.editTimeline({ params, body: { edits: [marker] } })
    deepEqual(
      (await said()).slice(0, 5).map(([, , part]) => part),
      [
        'changed cut 1 Marker',
        'changed character 1 Mara look',
        'created character 1 Mara',
        'created instruction 1 No rain',
        'changed project 1 All kinds rate style',
      ],
    )
    const newest = (await list()).slice(0, 5).map(({ id }) => id)
    const back = (entryId = '') => ben.client.undoActivity({ params: { ...params, entryId } })
    const markers = async () => {
      const { markers: all = [] } = (await bench.client.getTimeline({ params })) as { markers?: { name: string }[] }
      return all.filter(({ name }) => name === 'Here').length
    }
    await back(newest[0])
    equal(await markers(), 0)
    await bench.client.redoTimeline({ params, body: {} })
    const [again] = await list()
    deepEqual([again?.way, again?.about, again?.parts[0]?.kind, await markers()], ['redo', newest[0], 'cut', 1])
    for (const id of newest) await back(id)
    const project = await bench.client.getProject({ params })
    deepEqual([project.style, project.rate.num, await markers()], ['', 24, 0])
    deepEqual((await bench.client.listInstructions({ params, query: {} })).items, [])
  })

  it('is empty for what came with the project itself, and open to members only', async () => {
    const projectId = await bench.newProject('Fresh')
    const params = { id: projectId }
    deepEqual((await bench.client.listActivity({ params, query: {} })).items, [])
    await refusedWith('not-found', ben.client.listActivity({ params, query: {} }))
    await addMember(bench.server, projectId, ben, 'viewer')
    deepEqual((await ben.client.listActivity({ params, query: {} })).items, [])
    await bench.newChapter(projectId, 'One')
    const [entry] = (await ben.client.listActivity({ params, query: {} })).items
    notEqual(entry, undefined)
    const named = { params: { ...params, entryId: entry?.id ?? '' } }
    await refusedWith('forbidden', ben.client.undoActivity(named))
    await refusedWith('forbidden', ben.client.redoActivity(named))
    await refusedWith('forbidden', ben.client.undoOwn({ params }))
    await refusedWith('forbidden', ben.client.redoOwn({ params }))
    const elsewhere = { id: await bench.newProject('Elsewhere') }
    await refusedWith('not-found', bench.client.undoActivity({ params: { ...elsewhere, entryId: entry?.id ?? '' } }))
  })
})
