import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { createTestServer, refusedWith } from '../../testing.ts'

const server = await createTestServer()
after(() => server[Symbol.asyncDispose]())
const { owner, context } = server
const { client } = owner

type Fields = { title: string; tags?: string[]; durationMs?: number; height?: number; views?: number; visibility?: 'public' }

async function add({ title, tags = [], durationMs = 60_000, height = 720, views = 0, visibility }: Fields, ownerId = owner.id) {
  const id = uuid()
  await context.database
    .insertInto('video')
    .values({
      ...{ id, ownerId, projectId: null, renderId: null, jobId: null, title, description: '', tags, durationMs, views },
      ...{ visibility: visibility ?? 'private', sourceHash: '0'.repeat(64), sourceBytes: 1, captions: null, presentation: '{}' },
      ...{ width: (height * 16) / 9, height },
    })
    .execute()
  return id
}

const titles = async (query: Parameters<typeof client.listVideos>[0]['query']) =>
  (await client.listVideos({ query })).items.map(({ title }) => title)

test('videos are found by words, their beginnings, and words that were mistyped', async () => {
  await add({ title: 'Lighthouse keeper at dusk', tags: ['coast'] })
  await add({ title: 'Übermut im Frühling' })
  await add({ title: 'Harbour lights' })
  assert.deepEqual(await titles({ search: 'lighthouse' }), ['Lighthouse keeper at dusk'])
  assert.deepEqual(await titles({ search: 'light' }), ['Harbour lights', 'Lighthouse keeper at dusk'])
  assert.deepEqual(await titles({ search: 'lihgthouse keper' }), ['Lighthouse keeper at dusk'])
  assert.deepEqual(await titles({ search: 'ubermut fruhling' }), ['Übermut im Frühling'])
  assert.deepEqual(await titles({ search: 'coast' }), ['Lighthouse keeper at dusk'])
  assert.deepEqual(await titles({ search: 'xylophone' }), [])
  assert.deepEqual(await titles({ search: `it's "quoted" \\ & | ! :*` }), [])
})

test('filters narrow the list, and each order has its way round', async () => {
  await add({ title: 'b long', durationMs: 900_000, height: 1080, views: 5, tags: ['rushes'] })
  await add({ title: 'A short', durationMs: 5000, height: 360, views: 9, tags: ['rushes'] })
  assert.deepEqual(await titles({ tag: 'Rushes', sort: 'name' }), ['A short', 'b long'])
  assert.deepEqual(await titles({ tag: 'rushes', sort: 'views' }), ['A short', 'b long'])
  assert.deepEqual(await titles({ tag: 'rushes', sort: 'duration', order: 'asc' }), ['A short', 'b long'])
  assert.deepEqual(await titles({ minSeconds: 800 }), ['b long'])
  assert.deepEqual(await titles({ maxSeconds: 10 }), ['A short'])
  assert.deepEqual(await titles({ minHeight: 1080 }), ['b long'])
  assert.deepEqual(await titles({ createdFrom: '2026-01-01T00:00:00Z', createdTo: '2026-01-02T00:00:00Z' }), [])
  assert.equal((await titles({ createdFrom: '2026-01-01T00:00:00Z', status: 'ready' })).length, 5)
})

test('of another account one sees what is public', async () => {
  const other = await server.account('other')
  await add({ title: 'for all', visibility: 'public' }, other.id)
  await add({ title: 'for nobody' }, other.id)
  assert.deepEqual(await titles({ ownerId: other.id }), ['for all'])
  assert.deepEqual(await titles({ ownerId: other.id, deleted: 'true' }), [])
})

test('pages in any order hold each video once although others come in between', async () => {
  const pager = await server.account('pager')
  const ids = new Set<string>()
  for (let at = 0; at < 23; at += 1) ids.add(await add({ title: `film ${at % 4}`, views: at % 3, durationMs: at % 5 }, pager.id))
  for (const sort of ['date', 'name', 'duration', 'views'] as const)
    for (const order of ['asc', 'desc'] as const) {
      const seen: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await pager.client.listVideos({ query: { limit: 5, sort, order, cursor } })
        seen.push(...page.items.map(({ id }) => id).filter(id => ids.has(id)))
        cursor = page.nextCursor
        await add({ title: 'film 2', views: 1, durationMs: 2 }, pager.id)
      }
      assert.equal(seen.length, 23, `${sort} ${order}`)
      assert.equal(new Set(seen).size, 23, `${sort} ${order}`)
    }
  const { nextCursor } = await pager.client.listVideos({ query: { limit: 5, sort: 'name' } })
  await refusedWith('invalid-request', pager.client.listVideos({ query: { limit: 5, sort: 'views', cursor: nextCursor ?? '' } }))
})

test('many videos are changed, deleted and restored, and what happened to each is told', async () => {
  const bulk = await server.account('bulk')
  const mine = [await add({ title: 'one' }, bulk.id), await add({ title: 'two', tags: ['old'] }, bulk.id)]
  const shown = await add({ title: 'shown', visibility: 'public' })
  const hidden = await add({ title: 'hidden' })
  const ids = [...mine, shown, hidden]
  const { items, done } = await bulk.client.bulkEditVideos({
    body: { ids, visibility: 'unlisted', addTags: ['New'], removeTags: ['old'] },
  })
  assert.deepEqual(
    items.map(({ outcome }) => outcome),
    ['done', 'done', 'forbidden', 'not-found'],
  )
  assert.equal(done, 2)
  const { items: changed } = await bulk.client.listVideos({ query: {} })
  assert.deepEqual(
    changed.map(({ tags, visibility }) => [tags, visibility]),
    [
      [['new'], 'unlisted'],
      [['new'], 'unlisted'],
    ],
  )
  await bulk.client.bulkDeleteVideos({ body: { ids: mine } })
  assert.equal((await bulk.client.listVideos({ query: {} })).items.length, 0)
  assert.equal((await bulk.client.bulkDeleteVideos({ body: { ids: mine } })).done, 2, 'asking again does no harm')
  await bulk.client.bulkRestoreVideos({ body: { ids: mine } })
  assert.equal((await bulk.client.listVideos({ query: {} })).items.length, 2)
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from video where owner_id = ${owner.id} and visibility = 'unlisted'`.execute(context.database)
  assert.equal(rows[0]?.count, 0)
})
