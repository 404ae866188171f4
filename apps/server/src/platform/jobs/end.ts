import { sql } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { notify } from '../bus/publish.ts'
import { storable } from '../database/columns.ts'
import type { Database, Tx } from '../database/database.ts'
import { RequestError } from '../http/problem.ts'
import type { JobResult } from './define.ts'
import { announce, deliver } from './enqueue.ts'
import type { JobRow } from './read.ts'
import type { JobFailure } from './tables.ts'

/** Longest pause between two attempts, in seconds. */
const longestPause = 300

/** Seconds until the next attempt. */
export const pauseAfter = (attempt: number) => Math.min(longestPause, 2 ** (attempt - 1))

/**
 * Ends an attempt well. The job's row is locked first and only while it still runs this very attempt on this worker;
 * otherwise nothing is written and the answer is false.
 */
export function succeed(database: Database, run: JobRow, result: JobResult): Promise<boolean> {
  return database.transaction().execute(async tx => {
    const row = await tx
      .updateTable('job')
      .set({
        state: 'succeeded',
        progress: 1,
        stage: '',
        secondsLeft: null,
        worker: null,
        error: null,
        finishedAt: sql<string>`now()`,
      })
      .where(thisAttempt(run))
      .returningAll()
      .executeTakeFirst()
    if (!row) return false
    await result.write(tx)
    await announce(tx, row)
    return true
  })
}

/** Ends an attempt badly: queued again with a growing pause, or failed for good. */
export function fail(database: Database, boss: PgBoss, run: JobRow, failure: JobFailure, isFinal: boolean): Promise<void> {
  return database.transaction().execute(async tx => {
    const over = isFinal || run.attempt >= run.maxAttempts
    const pause = pauseAfter(run.attempt)
    const row = await tx
      .updateTable('job')
      .set({
        state: over ? 'failed' : 'queued',
        stage: over ? '' : 'waiting to try again',
        secondsLeft: null,
        worker: null,
        error: JSON.stringify({ code: storable(failure.code), message: storable(failure.message) }),
        runAfter: sql<string>`now() + make_interval(secs => ${pause})`,
        ...(over ? { finishedAt: sql<string>`now()` } : {}),
      })
      .where(thisAttempt(run))
      .returningAll()
      .executeTakeFirst()
    if (!row) return
    if (!over) await deliver(tx, boss, row, pause)
    await announce(tx, row)
  })
}

/** Cancels a job that has not ended; whoever runs it is told and its result will be refused. */
export async function cancel(tx: Tx, jobId: string): Promise<JobRow> {
  const row = await cancelIfOpen(tx, jobId)
  if (!row) throw new RequestError('not-possible-now', 'The job has ended already.')
  return row
}

/** The same for callers who do not mind when it has ended by itself. */
export async function cancelIfOpen(tx: Tx, jobId: string): Promise<JobRow | null> {
  const row = await tx
    .updateTable('job')
    .set({ state: 'cancelled', stage: '', secondsLeft: null, worker: null, leaseToken: null, finishedAt: sql<string>`now()` })
    .where('id', '=', jobId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
  if (!row) return null
  await notify(tx, { kind: 'cancel-job', jobId })
  await announce(tx, row)
  return row
}

/**
 * Cancels what somebody has waiting in a project, or everywhere; what runs goes on. Jobs of videos are their owner's, wherever
 * those were made. Their listeners hear of the change that caused this, not of each one. One that is just being started counts
 * as running.
 */
export async function cancelWaiting(
  tx: Tx,
  { ownerId, projectId }: { ownerId: string; projectId: string | null },
): Promise<void> {
  const { rows } = await sql<{ pooled: boolean }>`
    with waiting as (
      select id from job where owner_id = ${ownerId} and state = 'queued'
        and (${projectId}::uuid is null or project_id = ${projectId}::uuid and target_kind is distinct from 'video')
      for update skip locked)
    update job set state = 'cancelled', stage = '', seconds_left = null, lease_token = null, finished_at = now()
    from waiting where job.id = waiting.id returning job.pooled`.execute(tx)
  if (rows.some(({ pooled }) => pooled)) await notify(tx, { kind: 'pool', what: 'jobs' })
}

/** Runs a failed or cancelled job again from the first attempt, in the name of `ownerId` from now on. */
export async function retry(tx: Tx, boss: PgBoss, jobId: string, ownerId: string): Promise<JobRow> {
  const row = await tx
    .updateTable('job')
    .set({ state: 'queued', progress: 0, stage: '', attempt: 0, error: null, startedAt: null, finishedAt: null })
    .set({ runAfter: sql<string>`now()`, deletedAt: null, ownerId })
    .where('id', '=', jobId)
    .where('state', 'in', ['failed', 'cancelled'])
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new RequestError('not-possible-now', 'Only a failed or cancelled job can be run again.')
  await deliver(tx, boss, row, 0)
  await announce(tx, row)
  return row
}

const thisAttempt = (run: JobRow) =>
  sql<boolean>`id = ${run.id} and state = 'running' and attempt = ${run.attempt} and worker = ${run.worker}`
