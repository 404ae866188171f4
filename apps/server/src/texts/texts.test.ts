import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as Y from 'yjs'
import { openStory, type StoryBench } from '../story/testing.ts'
import { addMember, refusedWith } from '../testing.ts'
import { readText } from './write.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

describe('texts as shared documents', () => {
  let bench: StoryBench
  let params: { id: string }
  let sceneId: string
  let panelId: string
  before(async () => {
    bench = await openStory()
    const id = await bench.newProject('Written')
    params = { id }
    const chapter = await bench.newChapter(id, 'One')
    sceneId = (await bench.newScene(chapter.id, 'INT. HALL - DAY')).id
    panelId = (await bench.newPanel(sceneId, 'A door')).id
  })
  after(() => bench.close())

  const read = async (field: string) => {
    const { update } = await readText(bench.server.context.database, params.id, field, null)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    return doc
  }
  const write = (field: string, update: Uint8Array, client = bench.client) =>
    client.writeText({ params, body: { field, update: base64(update) } })
  const sceneText = async () => (await bench.client.getScene({ params: { id: sceneId } })).text

  it('keep the column, and become one document again after many updates', async () => {
    const field = `scene.${sceneId}.text`
    const doc = await read(field)
    for (let count = 0; count < 70; count += 1) {
      const known = Y.encodeStateVector(doc)
      doc.getText('text').insert(0, String(count % 10))
      await write(field, Y.encodeStateAsUpdate(doc, known))
    }
    equal(await sceneText(), doc.getText('text').toJSON())
    equal((await read(field)).getText('text').toJSON(), doc.getText('text').toJSON())
    const { database } = bench.server.context
    const left = await database.selectFrom('textUpdate').select('id').where('field', '=', field).execute()
    ok(left.length < 64, `${left.length} updates lie beside the document`)
  })

  it('take the same update twice as once, and drop what no column can hold', async () => {
    const field = `scene.${sceneId}.synopsis`
    const doc = await read(field)
    doc.getText('text').insert(0, 'a\u0000b')
    const update = Y.encodeStateAsUpdate(doc)
    await write(field, update)
    await write(field, update)
    equal((await bench.client.getScene({ params: { id: sceneId } })).synopsis, 'ab')
    equal((await read(field)).getText('text').toJSON(), 'ab')
  })

  it('hold dialogue line by line, also when the API changes it', async () => {
    const field = `panel.${panelId}.dialogue`
    const line = (text: string) => ({ characterId: null, character: 'MARA', parenthetical: '', text })
    await bench.client.updatePanel({ params: { id: panelId }, body: { dialogue: [line('Who is there?'), line('Nobody.')] } })
    const doc = await read(field)
    const known = Y.encodeStateVector(doc)
    const first = doc.getArray<Y.Map<Y.Text>>('lines').get(0).get('text')
    first?.insert(0, 'Well. ')
    await bench.client.updatePanel({ params: { id: panelId }, body: { dialogue: [line('Who is there?'), line('Me.')] } })
    await write(field, Y.encodeStateAsUpdate(doc, known))
    const { dialogue } = await bench.client.getPanel({ params: { id: panelId } })
    deepEqual(
      dialogue.map(({ text }) => text),
      ['Well. Who is there?', 'Me.'],
    )
  })

  it('refuse a line that is too long and keep what stood there; what is no line is dropped', async () => {
    const field = `panel.${panelId}.dialogue`
    const said = async () => (await bench.client.getPanel({ params: { id: panelId } })).dialogue.map(({ text }) => text)
    const before = await said()
    const doc = await read(field)
    const lines = doc.getArray<unknown>('lines')
    const known = Y.encodeStateVector(doc)
    const line = new Y.Map<unknown>([['text', new Y.Text('x'.repeat(5001))]])
    lines.push([line])
    await refusedWith('too-large', write(field, Y.encodeStateAsUpdate(doc, known)))
    deepEqual(await said(), before)
    const other = await read(field)
    const dirty = new Y.Map<unknown>([['text', new Y.Text('Who\u0000?')]])
    other.getArray<unknown>('lines').insert(0, [null, 7, 'no line', dirty])
    await write(field, Y.encodeStateAsUpdate(other))
    deepEqual(await said(), ['Who?', ...before])
    deepEqual((await read(field)).getArray('lines').length, before.length + 1)
  })

  it('tie a line to nobody but a character of the same project', async () => {
    const field = `panel.${panelId}.dialogue`
    const own = (await bench.newCharacter(params.id, 'MARA')).id
    const strangers = (await bench.newCharacter(await bench.newProject('Elsewhere'), 'EVE')).id
    const doc = await read(field)
    const known = Y.encodeStateVector(doc)
    const lineOf = (characterId: string) =>
      new Y.Map<unknown>([
        ['characterId', characterId],
        ['text', new Y.Text('Here.')],
      ])
    doc.getArray<unknown>('lines').insert(0, [lineOf(own), lineOf(strangers), lineOf(own.toUpperCase())])
    await write(field, Y.encodeStateAsUpdate(doc, known))
    const { dialogue } = await bench.client.getPanel({ params: { id: panelId } })
    deepEqual(
      dialogue.slice(0, 3).map(({ characterId }) => characterId),
      [own, null, own],
    )
    equal((await read(field)).getArray<Y.Map<unknown>>('lines').get(1).get('characterId'), null)
  })

  it('do not grow without end by what does not show', async () => {
    const field = `panel.${panelId}.videoPrompt`
    const doc = await read(field)
    const hide = () => {
      const known = Y.encodeStateVector(doc)
      doc.getMap('hidden').set(String(doc.getMap('hidden').size), 'x'.repeat(2_900_000))
      return write(field, Y.encodeStateAsUpdate(doc, known))
    }
    await hide()
    await hide()
    await refusedWith('too-large', hide())
    await bench.client.updatePanel({ params: { id: panelId }, body: { videoPrompt: 'Pans.' } })
    equal((await read(field)).getText('text').toJSON(), 'Pans.')
  })

  it('refuse viewers, strangers, garbage, updates with holes before them, and what is too long', async () => {
    const field = `panel.${panelId}.description`
    const [viewer, stranger] = [await bench.server.account('viewer'), await bench.server.account('stranger')]
    await addMember(bench.server, params.id, viewer, 'viewer')
    const doc = await read(field)
    doc.getText('text').insert(0, 'One. ')
    const all = Y.encodeStateAsUpdate(doc)
    await refusedWith('forbidden', write(field, all, viewer.client))
    await refusedWith('not-found', write(field, all, stranger.client))
    await refusedWith('not-found', write(`panel.${params.id}.description`, all))
    await refusedWith('invalid-request', write(field, Buffer.from('no update')))
    await refusedWith('invalid-request', write(`panel.${panelId}.password`, all))
    const known = Y.encodeStateVector(doc)
    doc.getText('text').insert(0, 'Two. ')
    await refusedWith('conflict', write(field, Y.encodeStateAsUpdate(doc, known)))
    doc.getText('text').insert(0, 'x'.repeat(20_001))
    await refusedWith('too-large', write(field, Y.encodeStateAsUpdate(doc)))
    equal((await bench.client.getPanel({ params: { id: panelId } })).description, 'A door')
  })
})
