import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { BlobError } from '../error.ts'
import type { BlobHash } from '../hash.ts'
import { scrub, verifyBlob } from '../scrub.ts'
import { openDiskStore } from './open.ts'
import { markedName } from './process-mark.ts'

const limit = 1024 ** 3
const MiB = 1024 * 1024

async function makeRoot(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'blobs-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  return root
}

/** Process id of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid

test('a blob lies two levels deep under its hash, read-only', async t => {
  const root = await makeRoot(t)
  const store = await openDiskStore({ root })
  const { hash } = await store.put(Buffer.from('a film'), { limit })
  assert.equal(store.localPath(hash), join(root, 'sha256', hash.slice(0, 2), hash.slice(2, 4), hash))
  assert.equal(await readFile(store.localPath(hash), 'utf8'), 'a film')
  assert.equal((await stat(store.localPath(hash))).mode & 0o777, 0o440)
  assert.deepEqual(await readdir(join(root, 'temporary')), [])
})

for (const name of ['../../../etc/passwd', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}\n`, `${'a'.repeat(62)}/.`, '']) {
  test(`${JSON.stringify(name)} never becomes a path, even when a cast lets it through`, async t => {
    const store = await openDiskStore({ root: await makeRoot(t) })
    const hash = name as BlobHash
    const refused = (error: unknown) => error instanceof BlobError && error.failure.kind === 'not-a-hash'
    assert.throws(() => store.localPath(hash), refused)
    await assert.rejects(store.read(hash), refused)
    await assert.rejects(store.stat(hash), refused)
    await assert.rejects(store.has(hash), refused)
    await assert.rejects(store.delete(hash, { storedBefore: new Date() }), refused)
  })
}

test('refuses before writing when the announced bytes do not fit, and keeps the reserve', async t => {
  const store = await openDiskStore({ root: await makeRoot(t), reserve: 100, freeBytes: async () => 1100 })
  const noSpace = (needed: number) => (error: unknown) => {
    assert.ok(error instanceof BlobError)
    assert.deepEqual(error.failure, { kind: 'no-space', needed, free: 1000 })
    return true
  }
  const untouched = async function* () {
    yield assert.fail('the source was read')
  }
  await assert.rejects(store.put(untouched(), { limit, announced: 1001 }), noSpace(1001))
  await assert.rejects(store.put(Buffer.alloc(1001), { limit }), noSpace(1001))
  assert.equal((await store.put(Buffer.alloc(1000), { limit })).size, 1000)
  assert.equal((await store.usage()).free, 1000)
})

test('a disk that fills up during the writing ends the put, and the bytes are given back', async t => {
  const root = await makeRoot(t)
  let free = 1024 * MiB
  const store = await openDiskStore({ root, reserve: 0, freeBytes: async () => free })
  const block = Buffer.alloc(MiB)
  const source = async function* () {
    for (let sent = 0; sent < 200; sent++) {
      if (sent === 10) free = 0
      yield block
    }
    assert.fail('the put read on')
  }
  await assert.rejects(store.put(source(), { limit }), error => error instanceof BlobError && error.failure.kind === 'no-space')
  assert.deepEqual(await readdir(join(root, 'temporary')), [])
})

test('half-written files of dead processes are swept at the start, those of living ones stay', async t => {
  const root = await makeRoot(t)
  const store = await openDiskStore({ root })
  const { promise: written, resolve: markWritten } = Promise.withResolvers<void>()
  const { promise: finish, resolve: letFinish } = Promise.withResolvers<void>()
  const slow = async function* () {
    yield Buffer.alloc(3 * MiB)
    markWritten()
    await finish
    yield Buffer.alloc(1)
  }
  const put = store.put(slow(), { limit })
  await written
  const [own = ''] = await readdir(join(root, 'temporary'))
  const [host = '', , birth = ''] = own.split('.')
  const dead = `${host}.${deadPid()}.${birth}.x`
  const reused = `${host}.${process.pid}.1.x`
  const foreign = `00.1.1.x`
  const abandoned = `00.2.2.x`
  for (const name of [dead, reused, foreign, abandoned]) await writeFile(join(root, 'temporary', name), 'half')
  const longAgo = new Date(Date.now() - 25 * 3600_000)
  await utimes(join(root, 'temporary', abandoned), longAgo, longAgo)

  await openDiskStore({ root })
  const kept = process.platform === 'linux' ? [foreign, own] : [foreign, own, reused]
  assert.deepEqual((await readdir(join(root, 'temporary'))).sort(), kept.sort())
  letFinish()
  assert.equal(await verifyBlob(store, (await put).hash), 'intact')
})

test('the mark of a deleting process that was killed holds nobody up', async t => {
  const root = await makeRoot(t)
  const store = await openDiskStore({ root })
  const { hash } = await store.put(Buffer.from('a take'), { limit })
  const host = Buffer.from(hostname()).toString('hex')
  await writeFile(join(root, 'deleting', hash), `${host}.${deadPid()}.5.x`)
  await store.put(Buffer.from('a take'), { limit })
  await writeFile(join(root, 'deleting', hash), `${host}.${deadPid()}.5.x`)
  assert.equal(await store.delete(hash, { storedBefore: new Date(Date.now() + 1000) }), 'deleted')
})

test('a put during which another process deletes the same bytes puts them back before it succeeds', async t => {
  const root = await makeRoot(t)
  const store = await openDiskStore({ root })
  const { hash } = await store.put(Buffer.from('a take'), { limit })
  const old = await stat(store.localPath(hash))
  // The other process has announced the deletion and judged by the old time, and is slow to act.
  await writeFile(join(root, 'deleting', hash), markedName())
  let isAcknowledged = false
  const put = store.put(Buffer.from('a take'), { limit }).then(() => (isAcknowledged = true))
  while ((await stat(store.localPath(hash))).ino === old.ino) await turn()
  await unlink(store.localPath(hash))
  assert.equal(isAcknowledged, false)
  await unlink(join(root, 'deleting', hash))
  await put
  assert.equal(await verifyBlob(store, hash), 'intact')
  assert.deepEqual(await readdir(join(root, 'temporary')), [])
})

test('scrub finds every damaged blob and no other; a new put repairs it', async t => {
  const store = await openDiskStore({ root: await makeRoot(t) })
  const contents = Array.from({ length: 12 }, () => randomBytes(100_000))
  const blobs = await Promise.all(contents.map(bytes => store.put(bytes, { limit })))
  const damaged = [2, 7].map(index => ({ bytes: contents[index] ?? Buffer.alloc(0), hash: blobs[index]?.hash as BlobHash }))
  for (const { bytes, hash } of damaged) {
    const flipped = Buffer.from(bytes)
    flipped[50_000] = (flipped[50_000] ?? 0) ^ 1
    await chmod(store.localPath(hash), 0o640)
    await writeFile(store.localPath(hash), flipped)
  }
  const expected = damaged.map(({ hash }) => ({ hash, state: 'corrupt' })).sort((a, b) => (a.hash < b.hash ? -1 : 1))
  assert.deepEqual(await Array.fromAsync(scrub(store)), expected)
  for (const { bytes } of damaged) await store.put(bytes, { limit })
  assert.deepEqual(await Array.fromAsync(scrub(store)), [])
})

test('a machine that has no file descriptors left does not call its blobs damaged', async t => {
  const store = await openDiskStore({ root: await makeRoot(t) })
  const { hash } = await store.put(Buffer.from('a film'), { limit })
  const scarce = Object.assign(new Error('too many open files'), { code: 'EMFILE' })
  await assert.rejects(verifyBlob({ ...store, read: () => Promise.reject(scarce) }, hash), scarce)
})

test('files that are no blobs are not listed', async t => {
  const root = await makeRoot(t)
  const store = await openDiskStore({ root })
  const { hash } = await store.put(Buffer.from('a film'), { limit })
  await writeFile(join(root, 'sha256', 'note.txt'), '')
  await writeFile(join(root, 'sha256', hash.slice(0, 2), hash.slice(2, 4), 'b'.repeat(64)), '')
  assert.deepEqual(
    (await Array.fromAsync(store.list())).map(facts => facts.hash),
    [hash],
  )
})
