import { sql } from 'kysely'
import type { PgBoss } from 'pg-boss'
import type { Database } from '../database/database.ts'
import { announce, deliver } from './enqueue.ts'
import { notHeldBack } from './next.ts'
import type { JobRow } from './read.ts'
import { orphans, workerIsGone } from './worker-identity.ts'

/** What the asking worker knows of its own jobs. */
type Own = { worker: number; isHeld(row: JobRow): boolean }

/**
 * Takes back what died with its worker, and what the asking worker could not end because the database was away: queued
 * again while attempts are left, failed otherwise (a job that brings the process down each time must not do so for ever).
 */
export async function recoverOrphans(database: Database, boss: PgBoss, own: Own): Promise<void> {
  const mine = sql<boolean>`worker = ${own.worker}`
  const candidates = await orphans(database, mine).execute()
  for (const { id, attempt } of candidates.filter(row => row.worker !== own.worker || !own.isHeld(row)))
    await database.transaction().execute(async tx => {
      const over = sql<boolean>`attempt >= max_attempts`
      const crashed = JSON.stringify({ code: 'interrupted', message: 'The server stopped in the middle of every attempt.' })
      const row = await tx
        .updateTable('job')
        .set({
          state: sql`case when ${over} then 'failed' else 'queued' end`,
          error: sql`case when ${over} then ${crashed}::jsonb else error end`,
          finishedAt: sql<string>`case when ${over} then now() end`,
          stage: '',
          secondsLeft: null,
          worker: null,
        })
        .where('id', '=', id)
        .where('state', '=', 'running')
        .where('attempt', '=', attempt)
        .where(eb => eb.or([workerIsGone, mine]))
        .returningAll()
        .executeTakeFirst()
      if (!row) return
      if (row.state === 'queued') await deliver(tx, boss, row, 0)
      await announce(tx, row)
    })
}

/**
 * Gives queued jobs a word that have none in one of these states: a word may die with the process that fetched it, or be
 * given up after many tries, and its job would wait for ever. One word too many does no harm.
 */
export async function deliverAgain(database: Database, boss: PgBoss, { believed, minutes }: Silence): Promise<void> {
  await database.transaction().execute(async tx => {
    const { rows } = await sql<JobRow>`
      select * from job j
      where state = 'queued' and not pull and not pooled and ${notHeldBack} and created_at < now() - make_interval(mins => ${minutes}) and not exists (
        select from pgboss.job word
        where word.name = j.kind and word.state::text = any(${believed}) and word.data ->> 'jobId' = j.id::text)
      for update skip locked`.execute(tx)
    for (const row of rows) await deliver(tx, boss, row, 0)
  })
}

type Silence = { believed: string[]; minutes: number }

/**
 * After a start or a break of the database nobody is believed who once fetched a word: mostly that was this server, before
 * it died or could not say that it failed.
 */
export const silenceAfterBreak: Silence = { believed: ['created', 'retry'], minutes: 0 }
export const ordinarySilence: Silence = { believed: ['created', 'retry', 'active'], minutes: 1 }
