import { sql } from 'kysely'
import type { Database } from './database.ts'

/** One step of the schema, written by hand in SQL. `name` is unique and never changes once released. */
export type Migration = { name: string; up: string; down: string }

/** Any number that nobody else locks in this database. */
const migrationLock = 7_203_114_001

/**
 * Applies what is missing in the order given, each step in a transaction of its own under an advisory lock, so that
 * servers that start together migrate once. Returns the names it applied.
 */
export function migrateUp(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  return underLock(database, async connection => {
    const applied = await appliedNames(connection)
    const missing = migrations.filter(({ name }) => !applied.has(name))
    for (const { name, up } of missing)
      await connection.transaction().execute(async tx => {
        await sql.raw(up).execute(tx)
        await sql`insert into migration (name) values (${name})`.execute(tx)
      })
    return missing.map(({ name }) => name)
  })
}

/** Takes back the newest `steps` migrations. Returns their names, newest first. */
export function migrateDown(database: Database, migrations: readonly Migration[], steps: number): Promise<string[]> {
  return underLock(database, async connection => {
    const applied = await appliedNames(connection)
    const last = migrations.filter(({ name }) => applied.has(name)).slice(-steps)
    for (const { name, down } of last.reverse())
      await connection.transaction().execute(async tx => {
        await sql.raw(down).execute(tx)
        await sql`delete from migration where name = ${name}`.execute(tx)
      })
    return last.map(({ name }) => name)
  })
}

function underLock<T>(database: Database, work: (connection: Database) => Promise<T>): Promise<T> {
  return database.connection().execute(async connection => {
    await sql`select pg_advisory_lock(${sql.lit(migrationLock)})`.execute(connection)
    try {
      await sql`create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`.execute(
        connection,
      )
      return await work(connection)
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(migrationLock)})`.execute(connection)
    }
  })
}

async function appliedNames(connection: Database) {
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(connection)
  return new Set(rows.map(({ name }) => name))
}
