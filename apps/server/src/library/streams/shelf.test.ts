import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createShelf } from './shelf.ts'

test('two who ask at once share one read, and later ones need none', async () => {
  let reads = 0
  const shelf = createShelf(async hash => {
    reads += 1
    return Buffer.from(hash.repeat(4))
  })
  const parts = await Promise.all([shelf.part('abcd', 16), shelf.part('abcd', 16, { start: 2, end: 6 })])
  assert.deepEqual(parts.map(String), ['abcdabcdabcdabcd', 'cdab'])
  assert.equal(String(await shelf.part('abcd', 16, { start: 15, end: 16 })), 'd')
  assert.equal(reads, 1)
})

test('the least lately asked for goes when there is no room', async () => {
  const reads: string[] = []
  const read = async (hash: string) => {
    reads.push(hash)
    return Buffer.alloc(40)
  }
  const shelf = createShelf(read, 100)
  for (const hash of ['a', 'b', 'a', 'c', 'a', 'b']) await shelf.part(hash, 40)
  assert.deepEqual(reads, ['a', 'b', 'c', 'b'])
})

test('what is large is left to a stream, and a read that failed is tried anew', async () => {
  let fails = true
  const shelf = createShelf(async () => {
    if (fails) throw new Error('the disk is away')
    return Buffer.from('here')
  })
  assert.equal(await shelf.part('large', 9 * 1024 * 1024), null)
  await assert.rejects(shelf.part('a', 4))
  fails = false
  assert.equal(String(await shelf.part('a', 4)), 'here')
})

test('a large file is kept once it is asked for again, unless too much went by since', async () => {
  const MiB = 1024 * 1024
  const reads: string[] = []
  const read = async (hash: string) => {
    reads.push(hash)
    return Buffer.alloc(2 * MiB)
  }
  const shelf = createShelf(read, 6 * MiB)
  const ask = async (hash: string) => (await shelf.part(hash, 2 * MiB)) !== null
  assert.deepEqual([await ask('a'), await ask('a'), await ask('a')], [false, true, true])
  assert.deepEqual(reads, ['a'])
  for (const passing of ['b', 'c', 'd', 'e', 'b', 'c', 'd', 'e']) assert.equal(await ask(passing), false, passing)
  assert.equal(await ask('a'), true)
  assert.deepEqual(reads, ['a'])
})
