import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { ledgerSchema, roundSchema } from '../ledger/schema.ts'

type Connection = { readonly host: string; readonly port: number; readonly user: string }
type Database = AsyncDisposable & { readonly connection: Connection & { readonly database: string } }
type Template = { readonly templateKey: string; readonly template: (connection: Connection) => Promise<void> }

/** Databases with the ledger's tables for schedules, and how their server can fail. */
export type Databases = {
  create(): Promise<Database>
  /** The server ends at once, as in a crash, and is started again by whoever watches it. Undefined where others use it too. */
  readonly crash: (() => Promise<void>) | undefined
}

const schema = ledgerSchema.up + roundSchema.up

/** On the server of the test run. */
export const sharedDatabases = (create: (template: Template) => Promise<Database>): Databases => ({
  create: () => create({ templateKey: schema, template: connection => query(connection, schema) }),
  crash: undefined,
})

const comesBackWithinMs = 120_000
const crashPauseMs = 8000

/**
 * On a server of our own, which may crash: every schedule that runs at the moment lives through it.
 *
 * @param directory of the server, with its address in `connection.json`
 */
export async function ownDatabases(directory: string): Promise<Databases> {
  const server = JSON.parse(await readFile(join(directory, 'connection.json'), 'utf8')) as Connection
  let crashedAt = performance.now()
  let made = 0
  const drop = (database: string) => throughCrashes(() => query(server, `drop database if exists ${database} with (force)`))
  return {
    async create() {
      const database = `faults_${made++}`
      await throughCrashes(async () => {
        // Asked again after a crash, it may be there.
        await drop(database)
        await query(server, `create database ${database} template template0 strategy file_copy`)
        // A commit reaches the log before it is acknowledged, which outlives the process; the machine stays.
        await query(server, `alter database ${database} set synchronous_commit = on`)
        await query({ ...server, database }, schema)
      })
      return { connection: { ...server, database }, [Symbol.asyncDispose]: () => drop(database) }
    },
    async crash() {
      // Restarts in quick succession would leave no time for work in between.
      if (performance.now() - crashedAt < crashPauseMs) return
      crashedAt = performance.now()
      const [pid] = (await readFile(join(server.host, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGQUIT')
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
