import { CamelCasePlugin, Kysely, type Transaction } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Tables } from '../../tables.ts'
import { CommittingDialect } from './before-commit.ts'

export type Database = Kysely<Tables>
/** Holding one proves that the caller is inside a transaction. */
export type Tx = Transaction<Tables>
export type Reader = Database | Tx

export type ConnectionFacts =
  | { connectionString: string }
  | { host: string; port: number; user: string; password?: string; database: string }

// Instants leave the database as the ISO text that the API answers with; int8 counts stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, value => new Date(value).toISOString())
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/**
 * A pool of connections. Statements that run for 30 s are ended, transactions that idle as long too.
 * Without the pool's error listener a restart of PostgreSQL would end the process.
 */
export function openPool(facts: ConnectionFacts, log: Logger, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...facts,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'storycanvas',
  })
  pool.on('error', error => log.warn({ err: error }, 'a database connection was lost'))
  // The pool listens only while a connection is idle; one that breaks between two statements of a transaction tells nobody
  // else, and the next statement rejects anyway.
  pool.on('connect', client => client.on('error', () => undefined))
  return pool
}

export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<Tables>({
    dialect: new CommittingDialect(pool),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}

/** Classes of PostgreSQL that no waiting mends: wrong user or password, no such database. */
const hopeless = /^(28|3D)\w{3}$/

/** Waits until PostgreSQL answers, asking again after 0.1, 0.2, 0.4 … 5 s; throws the last error after `patienceMs`. */
export async function waitForDatabase(pool: pg.Pool, log: Logger, patienceMs = 30_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (let pause = 100; ; pause = Math.min(pause * 2, 5000)) {
    try {
      await pool.query('select 1')
      return
    } catch (error) {
      if (performance.now() + pause > deadline || hopeless.test((error as NodeJS.ErrnoException).code ?? '')) throw error
      log.warn({ err: error, pause }, 'PostgreSQL does not answer yet')
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
}
