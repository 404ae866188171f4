import { createTestDatabase } from '../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import { testBlobStore } from '../conformance.ts'
import { startCluster } from './testing.ts'

testBlobStore('the cluster of storage nodes', async () => {
  const closing = new AsyncDisposableStack()
  const start = async (freeBytes?: () => Promise<number>) => {
    const database = closing.use(await createTestDatabase())
    return closing.use(await startCluster(database.connection, 3, freeBytes === undefined ? {} : { freeBytes, reserve: 0 }))
  }
  const cluster = await start()
  const full = await start(async () => 1_000_000)
  return {
    store: await cluster.open(),
    other: await cluster.open(),
    full: await full.open(),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
})
