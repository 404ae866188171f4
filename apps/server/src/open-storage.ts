import type { Logger } from 'pino'
import type { Config } from './platform/config/config.ts'
import { openDatabase, openPool, waitForDatabase } from './platform/database/database.ts'
import { migrateUp } from './platform/database/migrate.ts'
import { openStorage, readCertificates, type Storage } from './platform/media/storage.ts'
import { databaseFacts } from './start.ts'
import { migrations } from './tables.ts'

export { readCertificates }
export type OpenStorages = AsyncDisposable & { open(storage: Config['storage']): Promise<Storage> }

/** The stores of these settings, and of others on the same database, for a process that is no server. */
export async function openStorages(config: Config, log: Logger): Promise<OpenStorages> {
  const closing = new AsyncDisposableStack()
  try {
    const pool = openPool(await databaseFacts(config.database, log, closing), log, 10)
    closing.defer(() => pool.end())
    await waitForDatabase(pool, log)
    await migrateUp(openDatabase(pool), migrations)
    return {
      open: async storage => closing.use(await openStorage({ ...config, storage }, pool)),
      [Symbol.asyncDispose]: () => closing.disposeAsync(),
    }
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}

/** The database in which storage nodes enter themselves. */
export const openRegistry = (url: string, log: Logger) => openPool({ connectionString: url }, log, 2)
