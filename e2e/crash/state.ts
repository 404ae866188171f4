import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { House } from './server.ts'

type Job = { id: string; kind: string; state: string; attempt: number; error: { message: string } | null }

/** Resolves with every job once none is queued or running; throws after `patienceMs`. */
export async function allJobsEnded(house: House, patienceMs: number): Promise<Job[]> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const jobs = await house.query<Job>('select id, kind, state, attempt, error from job order by id')
    const open = jobs.filter(({ state }) => state === 'queued' || state === 'running')
    if (open.length === 0) return jobs
    assert.ok(performance.now() < deadline, `jobs that never end: ${JSON.stringify(open)}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** What must hold at rest, however often the server was killed. `hashed` remembers files that were read before. */
export async function assertWhole(house: House, hashed: Map<string, string>): Promise<void> {
  await takesAreSingle(house)
  await blobsAreWhole(house, hashed)
  await videosAreWhole(house)
  await nothingHalfDone(house)
}

async function takesAreSingle(house: House) {
  const doubled = await house.query('select generation_id from take group by generation_id having count(*) > 1')
  assert.deepEqual(doubled, [], 'two takes of one generation')
  const bare = await house.query(
    `select g.id from generation g join job j on j.id = g.job_id left join take t on t.generation_id = g.id
     where (j.state = 'succeeded') <> (t.id is not null)`,
  )
  assert.deepEqual(bare, [], 'a generation succeeds exactly when it has its take')
}

async function blobsAreWhole(house: House, hashed: Map<string, string>) {
  const root = join(house.dataDir, 'media/blobs/sha256')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  for (const { name, parentPath } of files) {
    const path = join(parentPath, name)
    if (!hashed.has(name)) hashed.set(name, await sha256Of(path))
    assert.equal(hashed.get(name), name, `${path} does not hold what its name says`)
  }
  const stored = new Set(files.map(({ name }) => name))
  const used = await house.query<{ hash: string; kind: string }>('select distinct hash, kind from blob_use')
  assert.deepEqual(
    used.filter(({ hash }) => !stored.has(hash)),
    [],
    'records that name bytes which are not there',
  )
  assert.deepEqual(await namesIn(join(house.dataDir, 'media/blobs/temporary')), [], 'half-written blobs')
}

async function videosAreWhole(house: House) {
  const videos = await house.query<{ id: string; ready: boolean; state: string; files: string[] }>(
    `select v.id, v.presentation is not null as ready, j.state,
       array(select name from video_file f join blob_use b on b.hash = f.blob_hash and b.owner_id = v.id where f.video_id = v.id) as files
     from video v join job j on j.id = v.job_id`,
  )
  for (const { id, ready, state, files } of videos) {
    assert.equal(ready, state === 'succeeded', `video ${id} is ready exactly when its job succeeded`)
    assert.equal(ready, files.includes('manifest.mpd') && files.includes('master.m3u8') && files.length > 2, `files of ${id}`)
  }
}

async function nothingHalfDone(house: House) {
  const work = join(house.dataDir, 'work')
  for (const kind of ['render', 'prepare-stream']) assert.deepEqual(await namesIn(join(work, kind)), [], `left in work/${kind}`)
  const parts = await namesIn(join(work, 'render-cache'))
  assert.deepEqual(
    parts.filter(name => !/^[0-9a-f]{64}\.(mp4|f32|m4a|loudness)$/.test(name)),
    [],
    'half-made parts of films',
  )
}

const namesIn = (folder: string) => readdir(folder).catch(() => [])

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
