import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { testBlobStore } from '../conformance.ts'
import { openS3Store } from './open.ts'
import { startS3 } from './testing.ts'

const s3 = await startS3()
after(() => s3[Symbol.asyncDispose]())

testBlobStore('the S3 store', async () => {
  const spool = await mkdtemp(join(tmpdir(), 'spool-'))
  const options = { ...s3.options, prefix: `${randomUUID()}/`, spool }
  const stores = {
    store: await openS3Store(options),
    other: await openS3Store(options),
    full: await openS3Store({ ...options, reserve: 0, freeBytes: async () => 1_000_000 }),
  }
  return {
    ...stores,
    [Symbol.asyncDispose]: async () => {
      for (const store of Object.values(stores)) store.close()
      await rm(spool, { recursive: true, force: true })
    },
  }
})
