import { Client } from 'pg'
import type { Connection } from './start.ts'

/** Makes the database in the cluster if it is not there yet. Two servers may ask at once. */
export async function ensureDatabase(connection: Connection, name: string): Promise<Connection> {
  const client = new Client(connection)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 1))', [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)} template template0`)
  } finally {
    await client.end()
  }
  return { ...connection, database: name }
}
