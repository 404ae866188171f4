import { writeFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import pg from 'pg'
import { quantile } from './measuring/frames.ts'
import { report } from './measuring/report.ts'
import { startServerProcess } from './measuring/server.ts'
import { connectionOf } from './library/connection.ts'
import { plansOf } from './library/plans.ts'

/**
 * Lists, filters, orders and searches among 100,000 videos of one account: p95 of each at 16 connections. With a path as
 * second argument the plans are written there.
 */
const count = Number(process.argv[2] ?? 100_000)
const plansPath = process.argv[3]
const connections = 16
const secondsEach = 3
const agent = new Agent({ keepAlive: true, maxSockets: connections })

await using server = await startServerProcess()
const pool = new pg.Pool(await connectionOf(server.dataDir))
const { id: ownerId } = await server.client.getMe()
await fill(ownerId)

const from = '2025-06-01T00:00:00.000Z'
const searches = ['harbour', 'lanterm', 'quiet winter', 'rooftop sigal', 'bri']
const queries: Record<string, { address: string; atMost: number }> = Object.fromEntries(
  [
    ['newest', ''],
    ['by name', 'sort=name'],
    ['by duration', 'sort=duration'],
    ['by views', 'sort=views'],
    ['date range', `createdFrom=${from}&createdTo=2025-07-01T00:00:00.000Z`],
    ['date range by name', `createdFrom=${from}&createdTo=2025-07-01T00:00:00.000Z&sort=name`],
    ['duration', 'minSeconds=600&maxSeconds=620'],
    ['duration by name', 'minSeconds=600&maxSeconds=620&sort=name'],
    ['common tag', 'tag=rushes'],
    ['rare tag by views', 'tag=rare-7&sort=views'],
    ['failed', 'status=failed'],
    ['ready', 'status=ready'],
    ['2160 lines by name', 'minHeight=2160&sort=name'],
    ['of another account', `ownerId=${crypto.randomUUID()}`],
  ].map(([name, query]) => [name, { address: `/api/v1/videos?limit=50&${query}`, atMost: 50 }]),
)
for (const search of searches)
  queries[`search ${search}`] = { address: `/api/v1/videos?limit=50&search=${encodeURIComponent(search)}`, atMost: 100 }

const figures: Record<string, { value: number; unit: 'ms'; atMost: number }> = {}
// All of them once, so that the first is not measured while the code is still being compiled.
for (const { address } of Object.values(queries)) await load(address, 0.3, [])
for (const [name, { address, atMost }] of Object.entries(queries)) {
  const times: number[] = []
  await load(address, 1, [])
  await load(address, secondsEach, times)
  figures[name] = { value: quantile(times, 0.95), unit: 'ms', atMost }
}
if (plansPath)
  await writeFile(plansPath, `# Plans of the library’s lists among ${count} videos\n\n${await plansOf(pool, ownerId, queries)}`)
const bulk = await deleteInBulk(10_000, 100)
report('library', figures, { count, connections, 'bulk delete': bulk })
await pool.end()
agent.destroy()

/** Deletes many videos, among them some that are not there; asks again as one does whose line broke, and counts what is told. */
async function deleteInBulk(videos: number, unknown: number) {
  const { rows } = await pool.query<{ id: string }>('select id from video limit $1', [videos - unknown])
  const ids = [...rows.map(({ id }) => id), ...Array.from({ length: unknown }, () => crypto.randomUUID())]
  const began = performance.now()
  const { items, done } = await server.client.bulkDeleteVideos({ body: { ids } })
  const ms = Math.round(performance.now() - began)
  const notFound = items.filter(({ outcome }) => outcome === 'not-found').length
  const again = performance.now()
  const { done: doneAgain } = await server.client.bulkDeleteVideos({ body: { ids } })
  return { done, notFound, ms, doneAgain, msAgain: Math.round(performance.now() - again) }
}

/** Asks over and over on so many connections; adds the milliseconds of each answer. */
async function load(address: string, duration: number, times: number[]): Promise<void> {
  const until = performance.now() + duration * 1000
  const askOn = async () => {
    while (performance.now() < until) {
      const asked = performance.now()
      const status = await ask(server.baseUrl + address)
      if (status !== 200) throw new Error(`${address} answered ${status}`)
      times.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: connections }, askOn))
}

function ask(address: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  get(address, { agent, headers: { authorization: `Bearer ${server.accessToken}` } }, answer => {
    answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
  }).on('error', reject)
  return promise
}

/** Titles of two to four words, lengths and sizes as people film, one in a thousand not ready, some tags. */
async function fill(owner: string): Promise<void> {
  const words = `harbour lantern quiet winter rooftop signal bridge morning orchard velvet engine paper river station glass copper
    meadow shadow thunder garden silver window market island forest canyon desert beacon harvest mirror tunnel ribbon`.split(
    /\s+/,
  )
  await pool.query(
    `insert into video (id, owner_id, title, description, visibility, source_hash, source_bytes, duration_ms, width, height,
        presentation, views, created_at, tags)
      select (lpad(to_hex((extract(epoch from t) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
        $1, initcap($2::text[][abs(hashint4(n)) % 32 + 1]) || ' ' || ($2::text[])[abs(hashint4(n * 7)) % 32 + 1] || ' ' || n, 
        'Filmed at the ' || ($2::text[])[abs(hashint4(n * 13)) % 32 + 1] || ' with a ' || ($2::text[])[abs(hashint4(n * 17)) % 32 + 1],
        'private', lpad(to_hex(n), 64, '0'), 1000000 + n, (abs(hashint4(n * 3)) % 3600) * 1000,
        case when n % 500 = 0 then 3840 when n % 3 = 0 then 1920 else 1280 end,
        case when n % 500 = 0 then 2160 when n % 3 = 0 then 1080 else 720 end,
        case when n % 1000 = 0 then null else '{"renditions": [{"height": 720, "width": 1280, "bitrate": 2000000, "codec": "avc1.64001f"}]}'::jsonb end,
        abs(hashint4(n * 5)) % 100000, t,
        case when n % 4 = 0 then array['rushes', 'rare-' || n % 5000] else array['rare-' || n % 5000] end
      from generate_series(1, $3) n, lateral (select timestamptz '2024-01-01' + n * interval '15 minutes' as t) at`.replace(
      '$2::text[][abs',
      '($2::text[])[abs',
    ),
    [owner, words, count],
  )
  await pool.query('analyze')
}
