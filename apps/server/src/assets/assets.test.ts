import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { v7 as uuid } from 'uuid'
import { createTestServer, refusedWith, type TestServer } from '../testing.ts'

describe('the asset library', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  const upload = async (ownerId: string, kind: 'face' | 'music') => {
    const id = uuid()
    await server.context.database
      .insertInto('mediaFile')
      .values({
        ...{ id, ownerId, kind, name: 'Mara', mediaType: 'image/png', blobHash: '0'.repeat(64), bytes: 1 },
        ...{ durationMs: null, width: 1, height: 1 },
      })
      .execute()
    return id
  }

  test('finds by kind, tag and words, and pages in order', async () => {
    const { client } = await server.account('collector')
    const keep = (name: string, tags: string[], text = 'ink and wash') =>
      client.createAsset({ body: { kind: 'prompt', name, text, tags } })
    const night = await keep('Night rain', ['Rain', 'night', 'rain'])
    const noon = await keep('Noon', ['day'], '50% grey')
    const lora = await client.createAsset({ body: { kind: 'lora', name: 'Woodcut', text: 'woodcut.safetensors' } })
    assert.deepEqual(night.tags, ['night', 'rain'])
    const names = async (query: NonNullable<Parameters<typeof client.listAssets>[0]>['query']) =>
      (await client.listAssets({ query })).items.map(({ name }) => name)
    assert.deepEqual(await names({}), ['Woodcut', 'Noon', 'Night rain'])
    assert.deepEqual(await names({ kind: 'lora' }), ['Woodcut'])
    assert.deepEqual(await names({ tag: 'RAIN' }), ['Night rain'])
    assert.deepEqual(await names({ search: '50%' }), ['Noon'])
    const first = await client.listAssets({ query: { limit: 2 } })
    assert.deepEqual(await names({ limit: 2, cursor: first.nextCursor ?? '' }), ['Night rain'])
    await client.deleteAsset({ params: { id: noon.id } })
    assert.deepEqual(await names({ search: 'noon' }), [])
    await client.restoreAsset({ params: { id: noon.id } })
    await client.useAsset({ params: { id: lora.id } })
    const used = await client.useAsset({ params: { id: lora.id } })
    assert.equal(used.useCount, 2)
    assert.ok(used.lastUsedAt)
  })

  test('a face shows an upload of its owner and nothing else', async () => {
    const mine = await server.account('face-owner')
    const other = await server.account('somebody')
    const mediaId = await upload(mine.id, 'face')
    const face = await mine.client.createAsset({ body: { kind: 'face', name: 'Mara', mediaId } })
    assert.match(face.url ?? '', /^\/files\//)
    const wrong = [await upload(other.id, 'face'), await upload(mine.id, 'music'), uuid(), null]
    for (const mediaId of wrong) {
      const refusal = await refusedWith(
        'invalid-request',
        mine.client.createAsset({ body: { kind: 'face', name: 'x', mediaId } }),
      )
      assert.equal(refusal.errors[0]?.field, 'mediaId')
    }
    const empty = await refusedWith(
      'invalid-request',
      mine.client.createAsset({ body: { kind: 'prompt', name: 'x', text: ' ' } }),
    )
    assert.equal(empty.errors[0]?.field, 'text')
    await refusedWith('invalid-request', mine.client.createAsset({ body: { kind: 'prompt', name: 'x', text: 'y', mediaId } }))
    await refusedWith('not-found', other.client.getAsset({ params: { id: face.id } }))
    assert.deepEqual((await other.client.listAssets({ query: {} })).items, [])
  })
})
