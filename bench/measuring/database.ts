import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureDatabase } from '../../apps/server/src/platform/embedded-postgres/database.ts'
import { type Connection, startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres/start.ts'
import { whenEnded } from './ending.ts'
import { temporaryFolder } from './server.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

export type BenchDatabase = AsyncDisposable & { connection: Connection; folder: string }

/** A PostgreSQL with its durable settings in a folder of its own; both are gone afterwards, also when the run is ended. */
export async function startDatabase(name: string): Promise<BenchDatabase> {
  const folder = await temporaryFolder(name)
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: quiet })
  const end = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  whenEnded(end)
  return {
    connection: await ensureDatabase(postgres.connection, 'storycanvas'),
    folder,
    [Symbol.asyncDispose]: end,
  }
}
