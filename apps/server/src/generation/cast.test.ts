import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { uploadPicture } from '../story/testing.ts'
import { addMember, refusedWith } from '../testing.ts'
import { startTestPool, type TestPool } from './pool/testing.ts'

describe('pictures of the cast', () => {
  let pool: TestPool
  let mara: string
  let booth: string
  before(async () => {
    pool = await startTestPool([{}])
    const { client } = pool.server.owner
    const { projectId } = pool
    await client.updateProject({ params: { id: projectId }, body: { style: 'ink wash' } })
    await client.createInstruction({ params: { id: projectId }, body: { text: 'hard shadows', scope: 'image' } })
    const look = 'grey plait, oilskin coat'
    mara = (await client.createCharacter({ body: { projectId, name: 'Mara', look, negativePrompt: 'hats' } })).id
    const description = 'a small room full of film cans'
    booth = (await client.createLocation({ body: { projectId, name: 'Booth', description, setting: 'interior' } })).id
  })
  after(() => pool[Symbol.asyncDispose]())

  const client = () => pool.server.owner.client
  const ask = (kind: 'character' | 'location', id: string, more: object = {}) =>
    client().generate({ body: { target: { kind, id }, ...more } })
  const draw = async (kind: 'character' | 'location', id: string, more: object = {}) => {
    const done = await pool.ended((await ask(kind, id, more)).id)
    assert.equal(done.state, 'succeeded', done.error?.message)
    assert.ok(done.take)
    return done.take
  }
  const portraits = async () => (await client().listCharacterTakes({ params: { id: mara }, query: {} })).items

  test('a server of the pool draws a portrait once, from the look, the style and the directions', async () => {
    const before = pool.comfies[0]?.executions.length ?? 0
    const asked = await ask('character', mara, { preset: 'sd15' })
    assert.deepEqual(asked.target, { kind: 'character', id: mara })
    const job = await client().getJob({ params: { id: asked.jobId as string } })
    assert.deepEqual([job.title, job.target], ['Portrait of Mara', { kind: 'character', id: mara }])
    const { take } = await pool.ended(asked.id)
    assert.equal((pool.comfies[0]?.executions.length ?? 0) - before, 1)
    assert.deepEqual([take?.characterId, take?.panelId, take?.locationId, take?.stale], [mara, null, null, false])
    assert.deepEqual(
      (await portraits()).map(({ id }) => id),
      [take?.id],
    )
    const { provenance } = await client().getTake({ params: { id: take?.id as string } })
    for (const words of ['ink wash', 'hard shadows', 'Mara: grey plait, oilskin coat', 'portrait'])
      assert.ok(provenance.prompt?.includes(words), words)
    assert.equal(provenance.negativePrompt, 'hats')
    const told = await client().getCharacterPrompt({ params: { id: mara } })
    assert.equal(told.prompt, provenance.prompt)
    const mine = await client().listGenerations({ query: { projectId: pool.projectId, characterId: mara } })
    assert.deepEqual(
      mine.items.map(({ id }) => id),
      [asked.id],
    )
  })

  test('the same asked for again is answered with what there is, and may be made again afresh', async () => {
    const first = await draw('character', mara, { preset: 'sd15', seed: 7 })
    const same = await ask('character', mara, { preset: 'sd15', seed: 7 })
    assert.deepEqual([same.cached, same.take?.id], [true, first.id])
    const again = await client().makeTakeAgain({ params: { id: first.id }, body: { fresh: true } })
    const { take } = await pool.ended(again.id)
    assert.deepEqual([take?.characterId, take?.seed], [mara, 7])
    assert.notEqual(take?.id, first.id)
  })

  test('the built-in artist draws a person and a place, in the shape of the project', async () => {
    for (const [kind, id] of [
      ['character', mara],
      ['location', booth],
    ] as const) {
      const { url } = await draw(kind, id)
      const picture = Buffer.from(await (await fetch(pool.server.address + url)).arrayBuffer())
      const { width, height } = await sharp(picture).metadata()
      assert.deepEqual([width, height], [1280, 720])
      assert.ok((await sharp(picture).stats()).entropy > 2, 'something is to be seen')
    }
    const [view] = (await client().listLocationTakes({ params: { id: booth }, query: {} })).items
    assert.equal(view?.locationId, booth)
    const { prompt } = await client().getLocationPrompt({ params: { id: booth } })
    assert.match(prompt, /Booth: a small room full of film cans/)
  })

  test('another picture starts from the first reference, from a named one, or else from the newest take', async () => {
    const bare = (await client().createCharacter({ body: { projectId: pool.projectId, name: 'Tom' } })).id
    const from = { preset: 'sd15', kind: 'image-to-image' }
    const refused = await refusedWith('invalid-request', ask('character', bare, from))
    assert.match(refused.errors[0]?.message ?? '', /add a reference/)
    const inputOf = async (take: { id: string }) =>
      (await client().getTake({ params: { id: take.id } })).provenance.references.map(({ what, hash }) => [what, hash])
    const hashOf = (id: string) =>
      pool.server.context.database.selectFrom('take').select('blobHash').where('id', '=', id).executeTakeFirstOrThrow()
    const first = await draw('character', bare)
    const second = await draw('character', bare, from)
    assert.deepEqual(await inputOf(second), [['image', (await hashOf(first.id)).blobHash]])
    const face = await uploadPicture(client(), '#804020')
    await client().updateCharacter({ params: { id: bare }, body: { referenceIds: [face.id] } })
    const third = await draw('character', bare, from)
    const [[, reference] = []] = await inputOf(third)
    assert.notEqual(reference, (await hashOf(second.id)).blobHash)
    const fourth = await draw('character', bare, { ...from, guides: { from: first.id } })
    assert.deepEqual(await inputOf(fourth), await inputOf(second))
    const fifth = await draw('character', bare, { ...from, guides: { as: third.id }, seed: 99 })
    assert.deepEqual(await inputOf(fifth), [['image', reference]])
    await refusedWith('invalid-request', ask('character', mara, { ...from, guides: { from: first.id } }))
  })

  test('own words over the same picture are another request', async () => {
    const from = { preset: 'sd15', kind: 'image-to-image', seed: 3 }
    const plain = await draw('character', mara, from)
    const older = await ask('character', mara, { ...from, words: 'the same woman, thirty years older' })
    assert.equal(older.cached, false)
    assert.notEqual((await pool.ended(older.id)).take?.id, plain.id)
  })

  test('films, and what only panels have, are refused', async () => {
    const film = await refusedWith('invalid-request', ask('character', mara, { preset: 'wan2.1-t2v-14b', kind: 'text-to-video' }))
    assert.equal(film.errors[0]?.field, 'kind')
    const [portrait] = await portraits()
    await refusedWith('not-found', client().chooseTake({ params: { id: portrait?.id as string } }))
  })

  test('a picture is stale once the look has changed, and says in what', async () => {
    const asked = await draw('location', booth)
    await client().updateLocation({ params: { id: booth }, body: { look: 'bare concrete' } })
    const stale = await client().getTake({ params: { id: asked.id } })
    assert.equal(stale.stale, true)
    assert.deepEqual(
      stale.changes.map(({ field }) => field),
      ['location.description'],
    )
  })

  test('pictures are liked, deleted, brought back, and listed page by page', async () => {
    const [newest, ...rest] = await portraits()
    assert.ok(newest && rest[0])
    const params = { id: newest.id }
    assert.equal((await client().updateTake({ params, body: { favourite: true } })).favourite, true)
    await client().deleteTake({ params })
    const ids = (items: { id: string }[]) => items.map(({ id }) => id)
    assert.deepEqual(ids(await portraits()), ids(rest))
    const gone = await client().listCharacterTakes({ params: { id: mara }, query: { deleted: 'true' } })
    assert.deepEqual(ids(gone.items), [newest.id])
    await client().restoreTake({ params })
    const page = await client().listCharacterTakes({ params: { id: mara }, query: { limit: 1 } })
    const next = await client().listCharacterTakes({ params: { id: mara }, query: { limit: 1, cursor: page.nextCursor ?? '' } })
    assert.deepEqual(ids([...page.items, ...next.items]), [newest.id, rest[0].id])
  })

  test('for a clip the panel that it shows is drawn; one that shows none is refused with what to do', async () => {
    const [panel = ''] = await pool.newPanels(1)
    const { items } = await client().listProjectClips({ params: { id: pool.projectId } })
    const clip = items.find(({ panelId }) => panelId === panel)
    assert.ok(clip)
    const asked = await client().generate({ body: { target: { kind: 'clip', id: clip.id } } })
    assert.deepEqual(asked.target, { kind: 'panel', id: panel })
    await pool.ended(asked.id)
    await client().deletePanel({ params: { id: panel } })
    await pool.server.context.database.updateTable('clip').set({ deletedAt: null }).where('id', '=', clip.id).execute()
    const refused = await refusedWith('invalid-request', client().generate({ body: { target: { kind: 'clip', id: clip.id } } }))
    assert.match(refused.errors[0]?.message ?? '', /shows no panel: name the panel/)
  })

  test('viewers see the pictures and draw none; nobody names a character where a panel is meant', async () => {
    const viewer = await pool.server.account('cast-viewer')
    await addMember(pool.server, pool.projectId, viewer, 'viewer')
    const list = await viewer.client.listCharacterTakes({ params: { id: mara }, query: {} })
    assert.equal(list.items.length, (await portraits()).length)
    await refusedWith('forbidden', viewer.client.generate({ body: { target: { kind: 'character', id: mara } } }))
    await refusedWith('not-found', client().generate({ body: { target: { kind: 'panel', id: mara } } }))
  })
})
