import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { v7 as uuid } from 'uuid'
import { createTestServer, refusedWith } from '../../testing.ts'
import { webVttOf } from '../streams/read-captions.ts'
import { purgeTrash } from '../videos/purge.ts'

const server = await createTestServer()
after(() => server[Symbol.asyncDispose]())
const { owner, context } = server
const { client } = owner

async function add(title: string, visibility: 'public' | 'private' = 'public', tags: string[] = []) {
  const id = uuid()
  await context.database
    .insertInto('video')
    .values({
      ...{ id, ownerId: owner.id, projectId: null, renderId: null, jobId: null, title, description: '', visibility, tags },
      ...{ sourceHash: '0'.repeat(64), sourceBytes: 1, captions: null, presentation: '{}', durationMs: 60_000 },
    })
    .execute()
  return id
}

test('a view counts once a viewer and half an hour, and the curve shows what was seen', async () => {
  const id = await add('Counted')
  const sessionId = crypto.randomUUID()
  const tell = (by: typeof client, session: string, watchedMs: number, seen: number[]) =>
    by.noteWatching({ params: { id }, body: { sessionId: session, watchedMs, seen, source: 'news.example.org' } })
  await tell(client, sessionId, 4000, [0, 1])
  assert.equal((await client.getVideo({ params: { id } })).views, 0)
  await tell(client, sessionId, 12_000, [2])
  await tell(client, sessionId, 13_000, [2])
  await tell(client, crypto.randomUUID(), 20_000, [0])
  await tell(server.anonymous, crypto.randomUUID(), 11_000, [0])
  const statistics = await client.getVideoStatistics({ params: { id } })
  assert.partialDeepStrictEqual(statistics, { views: 2, visits: 3, uniqueViewers: 2, watchSeconds: 44 })
  assert.deepEqual(statistics.retention.slice(0, 4), [1, 1 / 3, 1 / 3, 0])
  assert.deepEqual(statistics.sources, [{ source: 'news.example.org', visits: 3 }])
  assert.equal(statistics.days.at(-1)?.views, 2)
  const other = await server.account('other')
  await refusedWith('forbidden', other.client.getVideoStatistics({ params: { id } }))
})

test('visits of one viewer that are told at the same moment are one view', async () => {
  const id = await add('At once')
  const tell = () =>
    client.noteWatching({
      params: { id },
      body: { sessionId: crypto.randomUUID(), watchedMs: 12_000, seen: [0], source: 'direct' },
    })
  await Promise.all(Array.from({ length: 12 }, tell))
  assert.partialDeepStrictEqual(await client.getVideoStatistics({ params: { id } }), { views: 1, visits: 12 })
})

test('nobody can go on with the visit of someone else', async () => {
  const id = await add('Taken over')
  const sessionId = crypto.randomUUID()
  const body = { sessionId, seen: [], source: 'direct' }
  await client.noteWatching({ params: { id }, body: { ...body, watchedMs: 1000 } })
  await server.anonymous.noteWatching({ params: { id }, body: { ...body, watchedMs: 50_000 } })
  assert.equal((await client.getVideoStatistics({ params: { id } })).watchSeconds, 1)
})

test('related are those that say the same, and only what the caller may see', async () => {
  const lamp = await add('The lamp keeper', 'public', ['coast'])
  const alike = await add('A keeper of lamps', 'public', ['coast'])
  const hidden = await add('The keeper, uncut', 'private')
  const seen = (await server.anonymous.listRelatedVideos({ params: { id: lamp } })).items
  assert.equal(seen[0]?.video.id, alike)
  assert.equal(seen[0]?.reason, 'content')
  assert.ok(!seen.some(({ video }) => video.id === hidden))
  assert.ok((await client.listRelatedVideos({ params: { id: lamp } })).items.some(({ video }) => video.id === hidden))
})

test('what others watched with it comes first, once more than one of them did, and only if the caller may see it', async () => {
  const film = await add('Salt', 'public')
  const words = await add('Salt and water', 'public')
  const other = await add('Orchard', 'public')
  const hidden = await add('Cellar', 'private')
  const visit = async (by: typeof client, videoId: string, earlier: string[]) => {
    const sessionId = crypto.randomUUID()
    const body = { sessionId, watchedMs: 30_000, seen: [0], earlier }
    await by.noteWatching({ params: { id: videoId }, body })
    return sessionId
  }
  const related = async (by: typeof client) =>
    (await by.listRelatedVideos({ params: { id: film } })).items.map(({ reason, video }) => [reason, video.id])
  assert.deepEqual((await related(server.anonymous))[0], ['content', words])
  // A visit that did not count as a view, and one that never was, prove nothing.
  await visit(client, film, [crypto.randomUUID()])
  for (const name of ['one', 'two', 'three', 'four']) {
    const { client: viewer } = await server.account(`viewer-${name}`)
    await visit(viewer, film, [await visit(viewer, other, [])])
  }
  await visit(client, hidden, [])
  assert.deepEqual((await related(server.anonymous))[0], ['together', other])
  assert.ok(!(await related(server.anonymous)).some(([, id]) => id === hidden))
  const back = (await client.listRelatedVideos({ params: { id: other } })).items[0]
  assert.partialDeepStrictEqual(back, { reason: 'together', video: { id: film } })
})

test('for you come videos of others by what one watched, each with what led to it, and none that one saw to the end', async () => {
  const [lamp, together, alike, seen, unlisted] = await Promise.all([
    add('Quarry at dusk'),
    add('Slow train'),
    add('A quarry by the sea'),
    add('The quarry, once more'),
    add('Quarry, for a few'),
  ])
  const hidden = await add('Quarry, not for you', 'private')
  await client.updateVideo({ params: { id: unlisted }, body: { visibility: 'unlisted' } })
  const viewer = await server.account('for-you')
  const all = Array.from({ length: 100 }, (_, at) => at)
  const watch = async (by: typeof client, id: string, stretches = all, earlier: string[] = [], watchedMs = 30_000) => {
    const sessionId = crypto.randomUUID()
    await by.noteWatching({ params: { id }, body: { sessionId, watchedMs, seen: stretches, earlier } })
    return sessionId
  }
  const forYou = async () => {
    const { basis, hasWatched, items } = await viewer.client.listVideosForYou({})
    return {
      basis,
      hasWatched,
      items: items.map(({ reason, because, video }) => ({ reason, because: because?.id, id: video.id })),
    }
  }
  const place = (items: { id: string }[], id: string) => items.findIndex(one => one.id === id)

  const own = (await forYou()).items
  await watch(viewer.client, together, [0], [], 3000)
  const atFirst = await forYou()
  assert.equal(atFirst.basis, 'newest', 'a look that is no view says nothing')
  assert.deepEqual(atFirst.items, own)
  assert.ok(atFirst.items.every(({ reason }) => reason === 'newest'))
  const newestFirst = atFirst.items.map(({ id }) => id)
  assert.deepEqual(newestFirst, [...newestFirst].sort().reverse())
  assert.ok(!newestFirst.includes(hidden) && !newestFirst.includes(unlisted))

  for (const name of ['one', 'two', 'three', 'four']) {
    const { client: other } = await server.account(`viewer-${name}`)
    await watch(other, together, [0], [await watch(other, lamp)])
  }
  await watch(viewer.client, seen)
  await watch(viewer.client, lamp, all.slice(0, 40))
  const { basis, items } = await forYou()
  assert.equal(basis, 'watched')
  assert.deepEqual(items[0], { reason: 'together', because: lamp, id: together })
  assert.partialDeepStrictEqual(items[place(items, alike)], { reason: 'content' })
  assert.ok([lamp, seen].includes(items[place(items, alike)]?.because ?? ''))
  assert.ok(place(items, alike) < items.findIndex(({ reason }) => reason === 'newest'), 'what is alike comes before what is new')
  for (const id of [seen, hidden, unlisted]) assert.equal(place(items, id), -1)

  await client.updateVideo({ params: { id: together }, body: { visibility: 'private' } })
  await client.updateVideo({ params: { id: lamp }, body: { visibility: 'private' } })
  const later = (await forYou()).items
  assert.ok(
    !later.some(({ id, because }) => id === together || id === lamp || because === lamp),
    'nothing is told of private ones',
  )

  assert.ok(
    (await client.listVideosForYou({})).items.every(({ video }) => video.ownerId !== owner.id),
    'one knows one’s own',
  )
  const visit = crypto.randomUUID()
  const stillOpen = (watchedMs: number) =>
    viewer.client.noteWatching({ params: { id: seen }, body: { sessionId: visit, watchedMs, seen: [1], source: 'direct' } })
  await stillOpen(20_000)
  await viewer.client.forgetWatchedVideos({})
  await stillOpen(25_000)
  const forgotten = await forYou()
  assert.equal(forgotten.basis, 'newest')
  assert.equal(forgotten.hasWatched, false, 'a visit that goes on brings nothing back')
  assert.notEqual(place(forgotten.items, seen), -1)
})

test('captions come as WebVTT or SubRip', async () => {
  const id = await add('With words')
  await client.setVideoCaptions({
    params: { id },
    body: { text: '1\r\n0:01,5 --> 00:00:02,000\r\n<font color="red">Hi</font> there\r\n' },
  })
  const { captions } = await context.database
    .selectFrom('video')
    .select('captions')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  assert.equal(captions, 'WEBVTT\n\n1\n00:00:01.500 --> 00:00:02.000\nHi there\n'.replace('00:00:01', '00:00:01'))
  assert.equal(webVttOf('WEBVTT\n\n00:00.000 --> 00:01.000\nx'), 'WEBVTT\n\n00:00.000 --> 00:01.000\nx')
  await refusedWith('invalid-request', client.setVideoCaptions({ params: { id }, body: { text: 'no captions' } }))
})

test('what lay in the trash for long enough is gone for good', async () => {
  const [old, fresh] = [await add('Old'), await add('Fresh')]
  await client.bulkDeleteVideos({ body: { ids: [old, fresh] } })
  await context.database.updateTable('video').set({ deletedAt: '2026-01-01T00:00:00Z' }).where('id', '=', old).execute()
  assert.equal(await purgeTrash(context, 30), 1)
  const left = await client.listVideos({ query: { deleted: 'true' } })
  assert.deepEqual(
    left.items.map(({ id }) => id),
    [fresh],
  )
})

test('one deletes for good what lies in one’s own trash, one by one or all of it, and nothing else', async () => {
  const [kept, one, two, three] = [await add('Kept'), await add('Out one'), await add('Out two'), await add('Out three')]
  await client.bulkDeleteVideos({ body: { ids: [one, two, three] } })
  const ids = async () =>
    (await context.database.selectFrom('video').select('id').where('id', 'in', [kept, one, two, three]).execute()).map(
      row => row.id,
    )
  const { client: other } = await server.account('someone-else')
  assert.deepEqual(await other.bulkPurgeVideos({ body: { ids: [one] } }), { done: 0, left: 0 })
  assert.deepEqual(await client.bulkPurgeVideos({ body: { ids: [one, kept] } }), { done: 1, left: 0 })
  assert.deepEqual(new Set(await ids()), new Set([kept, two, three]))
  const { done, left } = await client.bulkPurgeVideos({ body: {} })
  assert.ok(done >= 2)
  assert.equal(left, 0)
  assert.deepEqual(await ids(), [kept])
  assert.deepEqual((await client.listVideos({ query: { deleted: 'true' } })).items, [])
})
