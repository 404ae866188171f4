import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Video } from '@storycanvas/api'
import { createTestServer } from '../../testing.ts'
import { forgetOldQuicks } from './quick.ts'

const folder = await mkdtemp(join(tmpdir(), 'first-play-'))
const server = await createTestServer()
after(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})
const { owner, context } = server
const { client } = owner

async function film(name: string, ...encoding: string[]) {
  const path = join(folder, name)
  const sources = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=25:duration=9', '-f', 'lavfi', '-i', 'sine=duration=9']
  execFileSync('ffmpeg', ['-v', 'error', ...sources, ...encoding, '-pix_fmt', 'yuv420p', path])
  return new Blob([await readFile(path)])
}

async function until(id: string, holds: (video: Video) => boolean): Promise<Video> {
  for (;;) {
    const video = await client.getVideo({ params: { id } })
    if (holds(video)) return video
    if (video.status === 'failed') throw new Error(video.error?.message)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

async function get(address: string) {
  const answer = await fetch(server.address + address)
  const body = await answer.text()
  return { status: answer.status, body }
}

/** Fetches everything that both manifests of a video name; answers the seconds that they promise and the folders they name. */
async function everythingIsThere({ dashUrl, hlsUrl }: Video) {
  const mpd = (await get(dashUrl ?? '')).body
  const base = (dashUrl ?? '').replace(/[^/]+$/, '')
  const folders = [...mpd.matchAll(/<Representation id="([^"]+)"/g)].map(([, name]) => name ?? '')
  for (const name of folders) {
    const playlist = (await get(`${base}${name}/index.m3u8`)).body
    const files = ['init.mp4', ...(playlist.match(/^\d+\.m4s$/gm) ?? [])]
    for (const file of files) assert.equal((await get(`${base}${name}/${file}`)).status, 200, `${name}/${file}`)
  }
  assert.equal((await get(hlsUrl ?? '')).status, 200)
  return { seconds: Number(/mediaPresentationDuration="PT([\d.]+)S"/.exec(mpd)?.[1]), folders, base }
}

test('sound of discs is left out, which is told, and the rest plays', async () => {
  const file = await film('disc.mkv', ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'dca', '-strict', '-2', '-ac', '2'])
  const { id, leftOut } = await client.uploadVideo({ body: {}, file, fileName: 'disc.mkv' })
  assert.deepEqual(leftOut, ['dts'])
  const { folders, seconds } = await everythingIsThere(await until(id, ({ dashUrl }) => dashUrl !== null))
  assert.ok(!folders.includes('audio') && seconds > 8.9, `${folders.join(', ')}: ${seconds} s`)
})

test('captions of text within a film are shown beside it, until somebody takes them away', async () => {
  const lines = join(folder, 'lines.srt')
  await writeFile(lines, '1\n00:00:01,000 --> 00:00:02,000\nA lamp walks home.\n')
  const file = await film('told.mkv', ...['-i', lines, '-c:v', 'mpeg4', '-c:a', 'libopus', '-c:s', 'srt'])
  const { id } = await client.uploadVideo({ body: {}, file, fileName: 'told.mkv' })
  const { captionsUrl, stages } = await until(id, video => video.captionsUrl !== null && video.status === 'ready')
  assert.match((await get(captionsUrl ?? '')).body, /00:01\.0\d\d --> 00:02\.0\d\d.*\nA lamp walks home\./)
  await client.setVideoCaptions({ params: { id }, body: { text: null } })
  await context.database
    .updateTable('job')
    .set({ state: 'failed' })
    .where('id', '=', stages[0]?.jobId ?? '')
    .execute()
  await client.retryJob({ params: { id: stages[0]?.jobId ?? '' } })
  await until(id, video => video.stages[0]?.state === 'succeeded')
  assert.equal((await client.getVideo({ params: { id } })).captionsUrl, null)
  const again = await client.uploadVideo({ body: {}, file, fileName: 'again.mkv' })
  assert.match((await get(again.captionsUrl ?? '')).body, /A lamp walks home\./)
})

test('what browsers take plays as it is; the ladder replaces it, and who began with the first goes on', async () => {
  const file = await film('ready.mp4', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac')
  const { id } = await client.uploadVideo({ body: {}, file, fileName: 'ready.mp4' })
  const early = await until(id, ({ dashUrl }) => dashUrl !== null)
  assert.match(early.dashUrl ?? '', /\/quick\/manifest\.mpd$/)
  const first = await everythingIsThere(early)
  assert.deepEqual(first.folders, ['source', 'audio'])
  assert.ok(Math.abs(first.seconds - 9) < 0.1, `${first.seconds} s`)
  const api = await (await client.getDashManifest({ params: { id } })).text()
  assert.match(api, /<BaseURL>\/streams\/[^<]+\/(quick\/)?<\/BaseURL>/)

  const ready = await until(id, ({ stages }) => stages.length === 3 && stages.every(({ state }) => state === 'succeeded'))
  assert.deepEqual(
    ready.stages.map(({ name }) => name),
    ['first-play', 'renditions', 'storyboard'],
  )
  assert.deepEqual((await everythingIsThere(ready)).folders, ['480p', '360p', '240p', 'audio'])
  assert.equal((await get(ready.storyboardUrl ?? '')).status, 200)
  assert.ok(ready.posterUrl)
  await everythingIsThere(early)

  await context.database.updateTable('video').set({ preparedAt: '2026-01-01T00:00:00Z' }).where('id', '=', id).execute()
  await forgetOldQuicks(context.database)
  assert.equal((await get(early.dashUrl ?? '')).status, 404)
  await everythingIsThere(await client.getVideo({ params: { id } }))

  const again = await client.uploadVideo({ body: {}, file, fileName: 'again.mp4' })
  assert.partialDeepStrictEqual(again, { status: 'ready', stages: [], duplicateOf: id, durationMs: ready.durationMs })
  await everythingIsThere(again)
})

test('everything else plays in one small quality that promises the whole film, and keeps the promise', async () => {
  const file = await film('other.mkv', '-c:v', 'mpeg4', '-c:a', 'libopus')
  const { id } = await client.uploadVideo({ body: {}, file, fileName: 'other.mkv' })
  const early = await until(id, ({ dashUrl }) => dashUrl !== null)
  const first = await everythingIsThere(early)
  assert.deepEqual(first.folders, ['360p', 'audio'])
  assert.ok(Math.abs(first.seconds - 9) < 0.1, `${first.seconds} s`)
  assert.equal((await get(`${first.base}360p/00099.m4s`)).status, 404)
  await until(id, ({ status }) => status === 'ready')
})

test('a stage is cancelled and run again by its job', async () => {
  const file = await film('third.mkv', '-c:v', 'mpeg4', '-c:a', 'libopus', '-metadata', 'title=third')
  const { id, stages } = await client.uploadVideo({ body: {}, file, fileName: 'third.mkv' })
  const ladder = stages.find(({ name }) => name === 'renditions')?.jobId ?? ''
  await client.cancelJob({ params: { id: ladder } })
  const playable = await until(id, ({ dashUrl, status }) => dashUrl !== null && status === 'cancelled')
  assert.match(playable.dashUrl ?? '', /quick/)
  await client.retryJob({ params: { id: ladder } })
  await until(id, ({ status }) => status === 'ready')
})
