import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '../../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import { startEmbeddedPostgres } from '../../../../../apps/server/src/platform/embedded-postgres/start.ts'

/** Databases for schedules, and how their server can fail. */
export type Databases = AsyncDisposable & {
  create(): Promise<Pick<TestDatabase, 'connection'> & AsyncDisposable>
  /** The server ends at once, as in a crash, and is started again by whoever watches it. Undefined where others use it too. */
  readonly crash: (() => void) | undefined
}

/** The server of the test run. */
export const sharedDatabases = (): Databases => ({
  create: createTestDatabase,
  crash: undefined,
  [Symbol.asyncDispose]: async () => undefined,
})

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
/** Commits reach the log before they are acknowledged, which outlives the process; the machine stays. */
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }
const crashPauseMs = 4000

/** A server of its own, which may crash: every schedule that runs at the moment lives through it. */
export async function ownDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-database-'))
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: quiet, settings })
  let crashedAt = performance.now()
  let made = 0
  const query = async (text: string) => {
    for (;;) {
      const client = new pg.Client(server.connection)
      client.on('error', () => undefined)
      try {
        await client.connect()
        return void (await client.query(text))
      } catch {
        await new Promise(resolve => setTimeout(resolve, 100))
      } finally {
        await client.end().catch(() => undefined)
      }
    }
  }
  return {
    async create() {
      const database = `faults_${made++}`
      const drop = `drop database if exists ${database} with (force)`
      // Asked again after a crash, it may be there.
      await query(drop)
      await query(`create database ${database} template template0 strategy file_copy`)
      return { connection: { ...server.connection, database }, [Symbol.asyncDispose]: () => query(drop) }
    },
    crash() {
      // Restarts in quick succession would leave no time for work in between.
      if (performance.now() - crashedAt < crashPauseMs) return
      crashedAt = performance.now()
      process.kill(server.pid, 'SIGQUIT')
    },
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(server.directory, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    },
  }
}
