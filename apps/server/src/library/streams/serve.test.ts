import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { v7 as uuid } from 'uuid'
import { useBlob } from '../../platform/media/media.ts'
import { createTestServer, type TestServer } from '../../testing.ts'
import { streamAddress } from './address.ts'

const plain = await createTestServer()
const behindNginx = await createTestServer({ ACCEL_REDIRECT: '/blobs/' })
after(async () => {
  await plain[Symbol.asyncDispose]()
  await behindNginx[Symbol.asyncDispose]()
})
/** A private video with one segment; answers its address and its hash. */
async function segment({ context, owner, address }: TestServer, bytes = Buffer.from('0123456789')) {
  const { database, media, grants } = context
  const id = uuid()
  const stored = await media.keep(bytes, bytes.length)
  await database.transaction().execute(async tx => {
    await tx
      .insertInto('video')
      .values({
        ...{ id, ownerId: owner.id, projectId: null, renderId: null, jobId: null, title: 'One', description: '' },
        ...{ visibility: 'private', sourceHash: '0'.repeat(64), sourceBytes: 1, captions: null, presentation: '{}' },
      })
      .execute()
    await tx
      .insertInto('videoFile')
      .values({ videoId: id, name: '720p/00001.m4s', blobHash: stored.hash, size: stored.size })
      .execute()
    await useBlob(tx, stored, 'video/iso.segment', 'video', id)
  })
  return { id, hash: stored.hash, base: address + streamAddress(grants, id) }
}

test('a segment comes whole, in parts and not again, and hostile ranges change nothing', async () => {
  const { base, hash } = await segment(plain)
  const get = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`${base}/720p/00001.m4s`, { headers })
    return {
      status: answer.status,
      text: await answer.text(),
      range: answer.headers.get('content-range'),
      headers: answer.headers,
    }
  }
  const whole = await get()
  assert.equal(whole.text, '0123456789')
  assert.match(whole.headers.get('cache-control') ?? '', /immutable/)
  assert.partialDeepStrictEqual(await get({ range: 'bytes=2-4' }), { status: 206, text: '234', range: 'bytes 2-4/10' })
  assert.partialDeepStrictEqual(await get({ range: 'bytes=-3' }), { status: 206, text: '789' })
  assert.partialDeepStrictEqual(await get({ range: 'bytes=10-' }), { status: 416, range: 'bytes */10' })
  const parts = await get({ range: 'bytes=7-8,0-0' })
  const [, boundary] = /^multipart\/byteranges; boundary=(.+)$/.exec(parts.headers.get('content-type') ?? '') ?? []
  assert.equal(parts.status, 206)
  assert.equal(parts.headers.get('content-length'), String(parts.text.length))
  const head = `--${boundary}\r\ncontent-type: video/iso.segment\r\ncontent-range: bytes`
  assert.equal(parts.text, `${head} 7-8/10\r\n\r\n78\r\n${head} 0-0/10\r\n\r\n0\r\n--${boundary}--\r\n`)
  for (const range of [`bytes=${'0-,'.repeat(1000)}0-`, 'bytes=9999999999999999999999-', 'bytes=5-2', 'lines=1-2'])
    assert.ok([200, 416].includes((await get({ range })).status), range.slice(0, 40))
  assert.equal((await get({ 'if-none-match': `"${hash}"` })).status, 304)
  assert.equal((await get({ range: 'bytes=2-4', 'if-range': '"another"' })).status, 200)
})

test('a large file is sent from the disk, whole and from any place, to many at once, and one who goes away harms nobody', async () => {
  const bytes = randomBytes(3 * 1024 * 1024 + 17)
  const { base } = await segment(plain, bytes)
  const get = async (range?: string, signal?: AbortSignal) => {
    const answer = await fetch(`${base}/720p/00001.m4s`, {
      ...(range ? { headers: { range } } : {}),
      ...(signal ? { signal } : {}),
    })
    return Buffer.from(await answer.arrayBuffer())
  }
  const gone = new AbortController()
  const going = assert.rejects(get(undefined, gone.signal))
  gone.abort()
  const [whole, middle, end] = await Promise.all([get(), get('bytes=524280-1600000'), get('bytes=-20'), going])
  assert.ok(whole.equals(bytes))
  assert.ok(middle.equals(bytes.subarray(524_280, 1_600_001)))
  assert.ok(end.equals(bytes.subarray(-20)))
  const again = await Promise.all(Array.from({ length: 20 }, () => get()))
  for (const one of again) assert.ok(one.equals(bytes))
})

test('a changed signature, another video and a name outside the table open nothing', async () => {
  const [one, two] = [await segment(plain), await segment(plain)]
  const status = async (address: string) => {
    const answer = await fetch(address)
    await answer.arrayBuffer()
    return answer.status
  }
  assert.equal(await status(`${one.base.replace(/.\/([^/]+)$/, 'x/$1')}/720p/00001.m4s`), 404)
  assert.equal(await status(`${one.base.replace(one.id, two.id)}/720p/00001.m4s`), 404)
  assert.equal(await status(`${one.base}/..%2f..%2fsecrets`), 404)
})

test('behind nginx the address of the blob is told and no byte is sent', async () => {
  const { base, hash } = await segment(behindNginx)
  const answer = await fetch(`${base}/720p/00001.m4s`)
  assert.equal(answer.headers.get('x-accel-redirect'), `/blobs/sha256/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`)
  assert.equal(answer.headers.get('content-type'), 'video/iso.segment')
  assert.equal(await answer.text(), '')
})
