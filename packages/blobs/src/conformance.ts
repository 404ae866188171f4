import assert from 'node:assert/strict'
import { createHash, type Hash, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { array, assert as assertProperty, asyncProperty, integer, uint8Array } from 'fast-check'
import { BlobError, type BlobFailure } from './error.ts'
import type { BlobHash } from './hash.ts'
import { verifyBlob } from './scrub.ts'
import type { BlobStore } from './store.ts'

export type StoreUnderTest = AsyncDisposable & {
  /** Empty. */
  readonly store: BlobStore
  /** A second client of the same bytes, as another process would have. */
  readonly other: BlobStore
  /** A third one, with room for less than a megabyte. */
  readonly full: BlobStore
}

const MiB = 1024 * 1024
const limit = 128 * MiB
const later = () => new Date(Date.now() + 60_000)

/** What every blob store has to keep; call it in a test file of the store. */
export function testBlobStore(name: string, make: () => Promise<StoreUnderTest>): void {
  void describe(`${name} keeps the contract of a blob store`, () => {
    void test('gives back what was put, under its sha256, whatever the chunks', async () => {
      await using made = await make()
      await assertProperty(
        asyncProperty(array(uint8Array({ maxLength: 5000 }), { maxLength: 20 }), async chunks => {
          const whole = Buffer.concat(chunks)
          const blob = await made.store.put(streamOf(chunks), { limit })
          assert.deepEqual(blob, { hash: sha256(whole), size: whole.byteLength })
          assert.deepEqual(await readAll(made.other, blob.hash), whole)
          assert.deepEqual(await made.store.put(whole, { limit }), blob)
        }),
        { numRuns: 25 },
      )
    })

    for (const size of [0, 1, 4 * MiB - 1, 4 * MiB, 4 * MiB + 1, 64 * MiB + 1])
      void test(`${size} bytes come back as they were, whole and in part`, async () => {
        await using made = await make()
        const expected = createHash('sha256')
        const blob = await made.store.put(noise(size, expected), { limit, announced: size })
        assert.deepEqual(blob, { hash: expected.digest('hex'), size })
        assert.equal((await made.other.stat(blob.hash))?.size, size)
        assert.equal(await verifyBlob(made.other, blob.hash), 'intact')
        const middle = Math.floor(size / 2)
        const around = { start: Math.max(0, middle - 50_000), end: Math.min(size, middle + 50_000) }
        const whole = new Uint8Array(100_000)
        let position = 0
        for await (const chunk of noise(size)) {
          const from = Math.max(around.start - position, 0)
          const to = Math.min(around.end - position, chunk.byteLength)
          if (from < to) whole.set(chunk.subarray(from, to), position + from - around.start)
          position += chunk.byteLength
        }
        const part = await readAll(made.store, blob.hash, around)
        assert.equal(part.compare(whole.subarray(0, around.end - around.start)), 0)
      })

    void test('bytes that are not those announced are refused and leave nothing behind', async () => {
      await using made = await make()
      const film = Buffer.from('a film')
      const expected = sha256(film)
      const actual = sha256(Buffer.from('another'))
      await assert.rejects(
        made.store.put(Buffer.from('another'), { limit, expected }),
        fails({ kind: 'mismatch', expected, actual }),
      )
      assert.equal((await made.store.usage()).blobs, 0)
      assert.deepEqual(await made.store.put(film, { limit, expected }), { hash: expected, size: 6 })
      assert.deepEqual(await made.store.put(film, { limit, expected }), { hash: expected, size: 6 })
      assert.deepEqual(await readAll(made.other, expected), film)
    })

    void test('a store without room refuses, leaves nothing behind, and goes on answering', async () => {
      await using made = await make()
      const { hash } = await made.store.put(Buffer.from('a film'), { limit })
      const refused = (error: unknown) => error instanceof BlobError && error.failure.kind === 'no-space'
      await assert.rejects(made.full.put(Buffer.alloc(2 * MiB), { limit }), refused)
      await assert.rejects(made.full.put(noise(2 * MiB), { limit, announced: 2 * MiB }), refused)
      assert.equal((await made.full.usage()).blobs, (await made.full.has(hash)) ? 1 : 0)
      assert.ok((await made.full.free()) < MiB)
    })

    void test('a source may use its buffer again', async () => {
      await using made = await make()
      const expected = createHash('sha256')
      const reusing = async function* () {
        const buffer = Buffer.alloc(700_001)
        for (let round = 1; round <= 9; round++) {
          buffer.fill(round)
          expected.update(buffer)
          yield buffer
        }
      }
      const { hash } = await made.store.put(reusing(), { limit })
      assert.equal(hash, expected.digest('hex'))
      assert.equal(await verifyBlob(made.store, hash), 'intact')
    })

    void test('reads any range like slice, and refuses ranges outside', async () => {
      await using made = await make()
      const bytes = randomBytes(300_000)
      const { hash } = await made.store.put(bytes, { limit })
      const edge = integer({ min: 0, max: bytes.byteLength })
      await assertProperty(
        asyncProperty(edge, edge, async (a, b) => {
          const range = { start: Math.min(a, b), end: Math.max(a, b) }
          assert.deepEqual(await readAll(made.store, hash, range), bytes.subarray(range.start, range.end))
        }),
        { numRuns: 25 },
      )
      assert.deepEqual(await readAll(made.store, hash, { start: 299_999 }), bytes.subarray(299_999))
      assert.deepEqual(await readAll(made.store, hash, { end: 1 }), bytes.subarray(0, 1))
      for (const range of [{ start: -1 }, { end: 300_001 }, { start: 2, end: 1 }, { start: 0.5 }, { start: Number.NaN }]) {
        await assert.rejects(made.store.read(hash, range), fails({ kind: 'bad-range', size: 300_000 }))
      }
    })

    void test('knows its blobs, and knows nothing of others', async () => {
      await using made = await make()
      const before = new Date(Date.now() - 1)
      const { hash } = await made.store.put(Buffer.from('a film'), { limit })
      const facts = await made.other.stat(hash)
      assert.equal(facts?.size, 6)
      assert.ok(facts.storedAt >= before && facts.storedAt <= later())
      assert.equal(await made.store.has(hash), true)
      const absent = sha256(Buffer.from('no film'))
      assert.equal(await made.store.stat(absent), undefined)
      assert.equal(await made.store.has(absent), false)
      assert.equal(await made.store.delete(absent, { storedBefore: later() }), 'absent')
      await assert.rejects(made.store.read(absent), fails({ kind: 'missing', hash: absent }))
      assert.equal(await verifyBlob(made.store, absent), 'missing')
    })

    void test('lists every blob in order and from any place on; counts them', async () => {
      await using made = await make()
      const puts = Array.from({ length: 40 }, (_, number) => made.store.put(Buffer.from(`frame ${number}`), { limit }))
      const blobs = await Promise.all(puts)
      const hashes = blobs.map(({ hash }) => hash).sort()
      assert.deepEqual(await listed(made.other), hashes)
      for (const index of [0, 17, 39]) assert.deepEqual(await listed(made.store, hashes[index]), hashes.slice(index + 1))
      const { free, ...counted } = await made.store.usage()
      assert.deepEqual(counted, { blobs: 40, bytes: blobs.reduce((sum, { size }) => sum + size, 0) })
      assert.ok(free > 0)
    })

    void test('more bytes than the limit leave nothing behind, and the source is told to end', async () => {
      await using made = await make()
      let isEnded = false
      const endless = async function* () {
        try {
          for (;;) yield Buffer.alloc(100_000, 7)
        } finally {
          isEnded = true
        }
      }
      await assert.rejects(made.store.put(endless(), { limit: 5_000_000 }), fails({ kind: 'too-large', limit: 5_000_000 }))
      await assert.rejects(made.store.put(Buffer.alloc(11), { limit: 10 }), fails({ kind: 'too-large', limit: 10 }))
      await assert.rejects(made.store.put(streamOf([]), { limit: 10, announced: 11 }), fails({ kind: 'too-large', limit: 10 }))
      assert.equal((await made.store.put(Buffer.alloc(10), { limit: 10 })).size, 10)
      assert.equal(isEnded, true)
      assert.equal((await made.store.usage()).blobs, 1)
    })

    void test('a source that fails half-way leaves nothing behind', async () => {
      await using made = await make()
      const broken = async function* () {
        yield Buffer.alloc(2_000_000)
        throw new Error('the camera was unplugged')
      }
      await assert.rejects(made.store.put(broken(), { limit }), /unplugged/)
      assert.equal((await made.store.usage()).blobs, 0)
    })

    void test('an aborted put ends at once, even when the source hangs', async () => {
      await using made = await make()
      const abort = new AbortController()
      const hanging = async function* () {
        yield Buffer.alloc(2_000_000)
        setImmediate(() => abort.abort(new Error('the user left')))
        await new Promise(() => undefined)
      }
      await assert.rejects(made.store.put(hanging(), { limit, signal: abort.signal }), /the user left/)
      await assert.rejects(made.store.put(Buffer.alloc(1), { limit, signal: abort.signal }), /the user left/)
      assert.equal((await made.store.usage()).blobs, 0)
    })

    void test('a reader that has begun reads to the end although the blob is deleted', async () => {
      await using made = await make()
      const bytes = randomBytes(3_000_000)
      const { hash } = await made.store.put(bytes, { limit })
      const stream = await made.store.read(hash)
      assert.equal(await made.other.delete(hash, { storedBefore: later() }), 'deleted')
      assert.equal(await made.store.has(hash), false)
      assert.deepEqual(Buffer.concat(await stream.toArray()), bytes)
    })

    void test('bytes that were put again after the collector looked stay', async () => {
      await using made = await make()
      const { hash } = await made.store.put(Buffer.from('a still'), { limit })
      const looked = (await made.store.stat(hash))?.storedAt ?? new Date(0)
      assert.equal(await made.other.delete(hash, { storedBefore: looked }), 'kept')
      while (new Date() <= looked) await turn()
      await made.other.put(Buffer.from('a still'), { limit })
      assert.equal(await made.store.delete(hash, { storedBefore: new Date(looked.getTime() + 1) }), 'kept')
      assert.equal(await made.store.has(hash), true)
    })

    void test('a put that succeeded while others delete the same bytes has its bytes there', async () => {
      await using made = await make()
      const bytes = randomBytes(2000)
      const hash = sha256(bytes)
      const running = new Map<number, Date>()
      const finished = new Set<number>()
      let deletions = 0
      const putting = async (writer: number) => {
        const store = writer % 2 === 0 ? made.store : made.other
        for (let round = 0; round < 6; round++) {
          const began = performance.now()
          running.set(writer, new Date())
          await store.put(bytes, { limit })
          assert.equal(await verifyBlob(store, hash), 'intact')
          running.delete(writer)
          await rest(began)
        }
        finished.add(writer)
      }
      const deleting = async (store: BlobStore) => {
        while (finished.size < 4) {
          const storedBefore = [...running.values()].reduce((first, began) => (began < first ? began : first), new Date())
          const began = performance.now()
          if ((await store.delete(hash, { storedBefore })) === 'deleted') deletions++
          await rest(began)
        }
      }
      await Promise.all([0, 1, 2, 3].map(putting).concat([made.store, made.other].map(deleting)))
      assert.ok(deletions > 0)
    })

    void test('many puts of the same bytes at once are one blob', async () => {
      await using made = await make()
      const bytes = randomBytes(1_500_000)
      const puts = Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? made.store : made.other).put(streamOf([bytes]), { limit }),
      )
      assert.equal(new Set((await Promise.all(puts)).map(blob => blob.hash)).size, 1)
      assert.equal((await made.store.usage()).blobs, 1)
    })
  })
}

/** The same bytes for the same size, in chunks of 700,001. */
async function* noise(size: number, digest?: Hash) {
  const step = 700_001
  const block = createHash('shake256', { outputLength: step }).update(String(size)).digest()
  for (let left = size; left > 0; left -= step) {
    const chunk = await Promise.resolve(block.subarray(0, Math.min(left, step)))
    block.writeUInt32LE(left)
    digest?.update(chunk)
    yield chunk
  }
}

/** However fast a store is, there are moments in which nobody asks it for anything. */
async function rest(began: number) {
  const rested = performance.now() + 4 * Math.random() * (performance.now() - began)
  while (performance.now() < rested) await turn()
}

async function* streamOf(chunks: readonly Uint8Array[]) {
  for (const chunk of chunks) yield await Promise.resolve(chunk)
}

function sha256(bytes: Uint8Array) {
  return createHash('sha256').update(bytes).digest('hex') as BlobHash
}

async function readAll(store: BlobStore, hash: BlobHash, range = {}) {
  return Buffer.concat(await (await store.read(hash, range)).toArray())
}

async function listed(store: BlobStore, after?: BlobHash) {
  const facts = await Array.fromAsync(store.list(after === undefined ? {} : { after }))
  return facts.map(({ hash }) => hash)
}

function fails(failure: BlobFailure) {
  return (error: unknown) => {
    assert.ok(error instanceof BlobError, String(error))
    assert.deepEqual(error.failure, failure)
    return true
  }
}
