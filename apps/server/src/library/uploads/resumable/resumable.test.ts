import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { resumableUploads } from '@storycanvas/api'
import { createTestServer, refusedWith, type TestAccount } from '../../../testing.ts'

const samples = process.env.SAMPLES_DIR
const film = samples ? await readFile(join(samples, 'media/bbb-720p24-5s.mp4')) : await someFilm()
const server = await createTestServer({ MAX_VIDEO_SIZE_MB: '5', ACCOUNT_QUOTA_GB: '1' })
after(() => server[Symbol.asyncDispose]())
const { owner, context } = server
const spool = join(context.config.mediaDir, 'uploads')

const metadata = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')

function tus(by: TestAccount, method: string, address: string, headers: Record<string, string> = {}, body?: Uint8Array) {
  return fetch(server.address + address, {
    method,
    headers: { authorization: `Bearer ${by.tokens.accessToken}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  })
}

async function begin(by: TestAccount, bytes: number, fields: Record<string, string> = { filename: 'a film.mp4' }) {
  const answer = await tus(by, 'POST', resumableUploads, { 'upload-length': String(bytes), 'upload-metadata': metadata(fields) })
  return { answer, address: answer.headers.get('location') ?? '' }
}

const send = (by: TestAccount, address: string, offset: number, body: Uint8Array) =>
  tus(by, 'PATCH', address, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body)

/** Goes on as clients do: what the broken connection still brought may arrive between the question and the rest. */
async function sendRest(address: string): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const offset = Number((await tus(owner, 'HEAD', address)).headers.get('upload-offset'))
    const answer = await send(owner, address, offset, film.subarray(offset))
    if (answer.status !== 409 || tries === 20) return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

test('a film comes in pieces, is listed meanwhile, and becomes a video whose bytes lie there once', async () => {
  const half = Math.floor(film.length / 2)
  const { answer, address } = await begin(owner, film.length, { filename: 'a film.mp4', title: 'Bunny', fingerprint: 'f1' })
  assert.equal(answer.status, 201)
  assert.equal((await send(owner, address, 0, film.subarray(0, half))).headers.get('upload-offset'), String(half))
  const [listed] = (await owner.client.listUploads()).items
  assert.partialDeepStrictEqual(listed, { fileName: 'a film.mp4', bytes: film.length, received: half, fingerprint: 'f1' })
  assert.equal((await tus(owner, 'HEAD', address)).headers.get('upload-offset'), String(half))
  const last = await send(owner, address, half, film.subarray(half))
  assert.equal(last.status, 204)
  const video = await owner.client.getVideo({ params: { id: last.headers.get('video-id') ?? '' } })
  assert.partialDeepStrictEqual(video, { title: 'Bunny', bytes: film.length, visibility: 'private', duplicateOf: null })
  const hash = createHash('sha256').update(film).digest('hex')
  assert.equal((await stat(context.media.pathOf(hash))).size, film.length)
  assert.deepEqual(await readdir(spool), [])
  assert.deepEqual((await owner.client.listUploads()).items, [])
  const again = await tus(owner, 'HEAD', address)
  assert.equal(again.headers.get('video-id'), video.id, 'whoever lost the last answer asks again')
})

test('the same bytes again are linked to the first video', async () => {
  const { address } = await begin(owner, film.length)
  const last = await send(owner, address, 0, film)
  const video = await owner.client.getVideo({ params: { id: last.headers.get('video-id') ?? '' } })
  const first = await owner.client.getVideo({ params: { id: video.duplicateOf ?? '' } })
  assert.equal(first.title, 'Bunny')
})

test('a piece that breaks off keeps what came, and goes on from there', async () => {
  const { address } = await begin(owner, film.length)
  const gone = new AbortController()
  const slow = new ReadableStream({
    async start(stream) {
      stream.enqueue(new Uint8Array(film.subarray(0, 300_000)))
      while ((await stat(join(spool, address.split('/').at(-1) ?? ''))).size === 0 && !gone.signal.aborted)
        await new Promise(resolve => setTimeout(resolve, 10, gone.abort()))
    },
  })
  await fetch(server.address + address, {
    ...{ method: 'PATCH', body: slow, duplex: 'half', signal: gone.signal },
    headers: {
      ...{ authorization: `Bearer ${owner.tokens.accessToken}`, 'tus-resumable': '1.0.0' },
      ...{ 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    },
  }).catch(() => undefined)
  assert.equal((await sendRest(address)).status, 204)
})

test('a wrong offset, another account and a stranger are refused; a cancelled one is gone', async () => {
  const { address } = await begin(owner, film.length)
  assert.equal(await codeOf(await send(owner, address, 5, film)), 'conflict')
  const other = await server.account('other')
  assert.equal(await codeOf(await send(other, address, 0, film)), 'not-found')
  const stranger = await fetch(server.address + address, { method: 'PATCH', headers: { 'tus-resumable': '1.0.0' } })
  assert.equal(stranger.status, 401)
  assert.equal((await tus(owner, 'DELETE', address)).status, 204)
  assert.equal((await tus(owner, 'HEAD', address)).status, 404)
  assert.deepEqual(await readdir(spool), [])
})

test('uploads that begin at the same moment do not pass the quota together, nor does one in a single request', async () => {
  const many = await server.account('many')
  const begun = await Promise.all(Array.from({ length: 8 }, () => begin(many, 5_000_000)))
  for (const { address, answer } of begun) {
    assert.equal(answer.status, 201)
    await tus(many, 'DELETE', address)
  }
  const row = { id: crypto.randomUUID(), ownerId: many.id, fileName: '', title: '', description: '', fingerprint: '' }
  await context.database
    .insertInto('upload')
    .values({ ...row, visibility: 'private', bytes: 999_990_000 })
    .execute()
  const statuses = (await Promise.all(Array.from({ length: 8 }, () => begin(many, 6000)))).map(({ answer }) => answer.status)
  assert.deepEqual(
    statuses.filter(status => status === 201),
    [201],
  )
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(film)]), 'a film.mp4')
  const headers = { authorization: `Bearer ${many.tokens.accessToken}` }
  const whole = await fetch(`${server.address}/api/v1/videos/upload`, { method: 'POST', body: form, headers })
  assert.equal(await codeOf(whole), 'quota-exceeded')
  const file = new Blob([new Uint8Array(5000)])
  await refusedWith('quota-exceeded', many.client.uploadFace({ body: {}, file, fileName: 'face.png' }))
  await refusedWith('quota-exceeded', many.client.importProjectFile({ body: {}, file, fileName: 'project.zip' }))
  assert.deepEqual((await many.client.listVideos({ query: {} })).items, [])
  await context.database.deleteFrom('upload').where('ownerId', '=', many.id).execute()
  for (const name of await readdir(spool)) await rm(join(spool, name))
})

test('a piece without a length cannot bring more than was announced', async () => {
  const { address } = await begin(owner, film.length)
  const half = Math.floor(film.length / 2)
  await send(owner, address, 0, film.subarray(0, half))
  let left = 2 * film.length
  const longer = new ReadableStream({
    pull(stream) {
      stream.enqueue(new Uint8Array(100_000))
      left -= 100_000
      if (left < 0) stream.close()
    },
  })
  await fetch(server.address + address, {
    ...{ method: 'PATCH', body: longer, duplex: 'half' },
    headers: {
      ...{ authorization: `Bearer ${owner.tokens.accessToken}`, 'tus-resumable': '1.0.0' },
      ...{ 'upload-offset': String(half), 'content-type': 'application/offset+octet-stream' },
    },
  }).catch(() => undefined)
  const { size } = await stat(join(spool, address.split('/').at(-1) ?? ''))
  assert.ok(size <= film.length, `${size} bytes of ${film.length}`)
  await tus(owner, 'DELETE', address)
})

test('too large, beyond the quota and not a film are refused before or with the first bytes, in words', async () => {
  const large = await begin(owner, 6 * 1024 ** 2)
  assert.equal(await codeOf(large.answer), 'too-large')
  const other = await server.account('full')
  await context.database
    .insertInto('upload')
    .values({
      ...{ id: crypto.randomUUID(), ownerId: other.id, fileName: '', title: '', description: '', visibility: 'private' },
      ...{ bytes: 999_999_000, fingerprint: '' },
    })
    .execute()
  assert.equal(await codeOf((await begin(other, 4000)).answer), 'quota-exceeded')
  const { address } = await begin(owner, 4000)
  assert.equal(await codeOf(await send(owner, address, 0, Buffer.alloc(4000, 'no film '))), 'unreadable-media')
  assert.equal((await tus(owner, 'HEAD', address)).status, 404)
  const head = Buffer.from(film.subarray(0, 9000))
  const broken = await begin(owner, head.length)
  assert.equal(await codeOf(await send(owner, broken.address, 0, head)), 'unreadable-media')
  assert.deepEqual(await readdir(spool), [])
})

async function someFilm(): Promise<Buffer> {
  const { execFileSync } = await import('node:child_process')
  return execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=24:duration=4', '-pix_fmt', 'yuv420p'],
    ...['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4', 'pipe:1'],
  ])
}
