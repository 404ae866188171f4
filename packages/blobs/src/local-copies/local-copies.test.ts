import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testBlobStore } from '../conformance.ts'
import { openDiskStore } from '../disk/open.ts'
import { BlobError } from '../error.ts'
import { openLocalCopies } from './open.ts'

const limit = 64 * 1024 * 1024

async function makeFolder(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'copies-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

testBlobStore('a store with local copies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'copies-'))
  const open = async (name: string, freeBytes?: () => Promise<number>) => {
    const far = freeBytes === undefined ? {} : { reserve: 0, freeBytes }
    return openLocalCopies(await openDiskStore({ root: join(folder, 'far'), ...far }), { folder: join(folder, name), limit: 1e9 })
  }
  return {
    store: await open('near'),
    other: await open('near too'),
    full: await open('near, full', async () => 1_000_000),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
})

test('a blob is fetched once, and its file outlives its eviction until nobody needs it', async t => {
  const folder = await makeFolder(t)
  const far = await openDiskStore({ root: join(folder, 'far') })
  const bytes = randomBytes(700_000)
  const { hash } = await far.put(bytes, { limit })
  const near = await openLocalCopies(far, { folder: join(folder, 'near'), limit: 1_000_000 })
  assert.equal(near.pathHere(hash), undefined)
  {
    await using file = await near.materialise(hash)
    assert.ok(near.pathHere(hash))
    await near.put(randomBytes(900_000), { limit })
    assert.equal(near.pathHere(hash), undefined)
    assert.deepEqual(await readFile(file.path), bytes)
  }
  assert.deepEqual(await readdir(join(folder, 'near', 'pinned')), [])
  await using again = await near.materialise(hash)
  assert.deepEqual(await readFile(again.path), bytes)
})

test('damaged bytes of the store never become a file, and what is not there is missing', async t => {
  const folder = await makeFolder(t)
  const far = await openDiskStore({ root: join(folder, 'far') })
  const { hash } = await far.put(randomBytes(1000), { limit })
  const lying = { ...far, read: () => far.put(randomBytes(10), { limit }).then(other => far.read(other.hash)) }
  const near = await openLocalCopies(lying, { folder: join(folder, 'near'), limit })
  const fails = (kind: string) => (error: unknown) => error instanceof BlobError && error.failure.kind === kind
  await assert.rejects(near.materialise(hash), fails('mismatch'))
  assert.equal(near.pathHere(hash), undefined)
  const honest = await openLocalCopies(far, { folder: join(folder, 'near'), limit })
  await far.delete(hash, { storedBefore: new Date(Date.now() + 1000) })
  await assert.rejects(honest.materialise(hash), fails('missing'))
})
