import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testBlobStore } from '../conformance.ts'
import { openDiskStore } from './open.ts'

testBlobStore('the disk store', async () => {
  const root = await mkdtemp(join(tmpdir(), 'blobs-'))
  return {
    store: await openDiskStore({ root }),
    other: await openDiskStore({ root }),
    full: await openDiskStore({ root, reserve: 0, freeBytes: async () => 1_000_000 }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
})
