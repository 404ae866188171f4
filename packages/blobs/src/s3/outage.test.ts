import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { BlobError } from '../error.ts'
import { startProxy, type Weather } from '../testing/proxy.ts'
import { verifyBlob } from '../scrub.ts'
import type { S3Options } from './client.ts'
import { openS3Store } from './open.ts'
import { startS3 } from './testing.ts'

const limit = 64 * 1024 * 1024
const s3 = await startS3()
after(() => s3[Symbol.asyncDispose]())

async function openBehindProxy(t: TestContext, changes: Partial<S3Options> = {}) {
  const proxy = await startProxy(() => Number(new URL(s3.options.endpoint).port))
  const spool = await mkdtemp(join(tmpdir(), 'spool-'))
  const endpoint = `http://127.0.0.1:${proxy.port}`
  const store = await openS3Store({ ...s3.options, endpoint, spool, patienceMs: 10_000, ...changes })
  t.after(async () => {
    store.close()
    await proxy[Symbol.asyncDispose]()
    await rm(spool, { recursive: true, force: true })
  })
  return { store, proxy }
}

const unavailable = (reason: RegExp) => (error: unknown) => {
  assert.ok(error instanceof BlobError && error.failure.kind === 'unavailable', String(error))
  assert.match(error.failure.why, reason)
  return true
}

for (const kind of ['refused', 'silent', 'deaf'] as const)
  test(`a service that is ${kind} makes every call unavailable, and none hang; when it is back all goes on`, async t => {
    const { store, proxy } = await openBehindProxy(t, { patienceMs: 400 })
    const { hash } = await store.put(randomBytes(1000), { limit })
    proxy.set({ kind })
    await assert.rejects(store.put(randomBytes(1000), { limit }), unavailable(/does not answer/))
    await assert.rejects(store.read(hash), unavailable(/does not answer/))
    await assert.rejects(store.stat(hash), unavailable(/does not answer/))
    proxy.set({ kind: 'fair' } satisfies Weather)
    assert.equal(await verifyBlob(store, hash), 'intact')
  })

test('after failures in a row nobody is asked any more until a moment has passed', async t => {
  const { store, proxy } = await openBehindProxy(t)
  proxy.set({ kind: 'refused' })
  const hash = 'a'.repeat(64) as Parameters<typeof store.stat>[0]
  for (let time = 0; time < 5; time++) await assert.rejects(store.stat(hash), unavailable(/does not answer/))
  await assert.rejects(store.stat(hash), unavailable(/failed again and again/))
  proxy.set({ kind: 'fair' })
  const back = async (): Promise<boolean> => store.stat(hash).then(() => true, back)
  assert.equal(await back(), true)
})

test('a transfer that breaks off goes on where it was', async t => {
  const { store, proxy } = await openBehindProxy(t)
  const bytes = randomBytes(5_000_000)
  const { hash } = await store.put(bytes, { limit })
  proxy.cutAfter(2_000_000)
  const read = Buffer.concat(await (await store.read(hash, { start: 10 })).toArray())
  assert.equal(read.compare(bytes.subarray(10)), 0)
})

test('what has to be mended is named', async t => {
  const { store: keyless } = await openBehindProxy(t, { credentials: { accessKeyId: 'nobody', secretAccessKey: 'x' } })
  await assert.rejects(keyless.put(randomBytes(10), { limit }), unavailable(/does not know our access key/))
  const { store: bucketless } = await openBehindProxy(t, { bucket: 'absent' })
  await assert.rejects(bucketless.put(randomBytes(10), { limit }), unavailable(/absent at .* does not exist/))
})

test('a signed address gives the bytes to anybody, for as long as it is signed', async t => {
  const { store } = await openBehindProxy(t)
  const { hash } = await store.put(Buffer.from('a film'), { limit })
  const address = await store.addressOf(hash, { seconds: 60, mediaType: 'video/mp4' })
  const answer = await fetch(address)
  assert.equal(await answer.text(), 'a film')
  assert.equal(answer.headers.get('content-type'), 'video/mp4')
  const { searchParams } = new URL(address)
  assert.equal(searchParams.get('X-Amz-Expires'), '60')
  const foreign = address.replace(s3.options.credentials.accessKeyId, 'nobody')
  assert.equal((await fetch(foreign)).status, 403)
})
