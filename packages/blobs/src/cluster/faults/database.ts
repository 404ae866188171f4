import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '../../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import { ledgerSchema, roundSchema } from '../ledger/schema.ts'
import { startEmbeddedPostgres } from '../../../../../apps/server/src/platform/embedded-postgres/start.ts'

/** Databases with the ledger's tables for schedules, and how their server can fail. */
export type Databases = AsyncDisposable & {
  create(): Promise<Pick<TestDatabase, 'connection'> & AsyncDisposable>
  /** The server ends at once, as in a crash, and is started again by whoever watches it. Undefined where others use it too. */
  readonly crash: (() => void) | undefined
}

const schema = ledgerSchema.up + roundSchema.up

/** The server of the test run. */
export const sharedDatabases = (): Databases => ({
  create: () => createTestDatabase({ templateKey: schema, template: connection => query(connection, schema) }),
  crash: undefined,
  [Symbol.asyncDispose]: async () => undefined,
})

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
/** Commits reach the log before they are acknowledged, which outlives the process; the machine stays. */
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }
const comesBackWithinMs = 120_000
const crashPauseMs = 8000

/** A server of its own, which may crash: every schedule that runs at the moment lives through it. */
export async function ownDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-database-'))
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log: quiet, settings })
  let crashedAt = performance.now()
  let made = 0
  const drop = (database: string) =>
    throughCrashes(() => query(server.connection, `drop database if exists ${database} with (force)`))
  return {
    async create() {
      const database = `faults_${made++}`
      await throughCrashes(async () => {
        // Asked again after a crash, it may be there.
        await drop(database)
        await query(server.connection, `create database ${database} template template0 strategy file_copy`)
        await query({ ...server.connection, database }, schema)
      })
      return { connection: { ...server.connection, database }, [Symbol.asyncDispose]: () => drop(database) }
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

async function query(connection: pg.ClientConfig, text: string): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(text)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Another schedule may have let the server crash; it comes back. */
export async function throughCrashes<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + comesBackWithinMs; ; await wait(100))
    try {
      return await work()
    } catch (error) {
      if (performance.now() > deadline) throw error
    }
}
