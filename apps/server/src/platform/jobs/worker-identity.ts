import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { ConnectionFacts, Reader } from '../database/database.ts'

/** Class of the advisory locks that say "worker n lives"; the second number is the worker's. */
const workerLockClass = 0x5343_4a42

/**
 * A number that belongs to this process as long as it lives. PostgreSQL lets go of the lock the moment the process dies,
 * however it dies, so others need no clock to know that its jobs are orphans.
 */
export type WorkerIdentity = { number: number; close: () => Promise<void> }

export async function takeIdentity(facts: ConnectionFacts, log: Logger): Promise<WorkerIdentity> {
  const number = 1 + Math.floor(Math.random() * 0x7fff_fffe)
  let closed = false
  let current: pg.Client | null = null

  const hold = async () => {
    const client = new pg.Client({ ...facts, application_name: 'storycanvas worker', keepAlive: true })
    client.on('error', error => log.warn({ err: error }, 'the worker lost its connection'))
    await client.connect()
    await client.query('select pg_advisory_lock($1, $2)', [workerLockClass, number])
    current = client
    client.once('end', () => {
      if (!closed) void holdAgain(100)
    })
  }
  const holdAgain = async (pause: number): Promise<void> => {
    await new Promise(resolve => setTimeout(resolve, pause))
    if (closed) return
    await hold().catch(() => holdAgain(Math.min(pause * 2, 5000)))
  }
  await hold()
  return {
    number,
    async close() {
      closed = true
      await current?.end()
    },
  }
}

/** True for rows whose worker no longer holds its lock. */
export const workerIsGone = sql<boolean>`not exists (
  select from pg_locks l
  where l.locktype = 'advisory' and l.granted and l.classid = ${sql.lit(workerLockClass)}::oid and l.objsubid = 2
    and l.database = (select oid from pg_database where datname = current_database()) and l.objid = job.worker::bigint::oid)`

/** Jobs that run on a worker which is gone, or on the one that `mine` tells of. */
export const orphans = (database: Reader, mine: RawBuilder<boolean>) =>
  database
    .selectFrom('job')
    .selectAll()
    .where('state', '=', 'running')
    .where('pull', '=', false)
    .where('pooled', '=', false)
    .where(eb => eb.or([workerIsGone, mine]))
