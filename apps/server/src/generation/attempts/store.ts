import { randomUUID } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'
import { announce } from '../../platform/jobs/enqueue.ts'
import type { JobRow } from '../../platform/jobs/read.ts'
import { notify } from '../../platform/bus/publish.ts'
import { storable } from '../../platform/database/columns.ts'
import type { ServerTables } from '../servers/tables.ts'
import { type AttemptEnd, type OpenState, openStates } from './states.ts'

export type AttemptRow = Selectable<ServerTables['generationAttempt']>
/** An open attempt with the job that it is for, as it was when this process began or took it over. */
export type OpenAttempt = { attempt: AttemptRow; job: JobRow }

/** No worker's number: what the pool runs belongs to whoever leads it. */
const poolWorker = 0

type Intent = { jobId: string; generationId: string; serverId: string; slot: number; stage: string }

/** Stores that a job is about to be sent to a server; null where it no longer waits. */
export function storeIntent(
  database: Database,
  { jobId, generationId, serverId, slot, stage }: Intent,
): Promise<OpenAttempt | null> {
  return database.transaction().execute(async tx => {
    const job = await tx
      .updateTable('job')
      .set({ state: 'running', attempt: sql`attempt + 1`, worker: poolWorker, progress: 0, stage, error: null })
      .set({ startedAt: sql<string>`coalesce(started_at, now())` })
      .where('id', '=', jobId)
      .where('state', '=', 'queued')
      .where('paused', '=', false)
      .where(sql<boolean>`not exists (select from queue_pause where account_id = job.owner_id)`)
      .returningAll()
      .executeTakeFirst()
    if (!job) return null
    const attempt = await tx
      .insertInto('generationAttempt')
      .values({ id: randomUUID(), generationId, jobId, serverId, slot, fence: 0, state: 'intent', ...nothingYet })
      .returningAll()
      .executeTakeFirstOrThrow()
    await announce(tx, job)
    return { attempt, job }
  })
}

const nothingYet = {
  remoteId: null,
  code: null,
  reason: null,
  retry: null,
  seconds: null,
  acceptedAt: null,
  startedAt: null,
  endedAt: null,
  tidiedAt: null,
} as const

/** Takes over every attempt that is open and not held here: whoever ran them before can write nothing more of them. */
export function adoptOpen(database: Database, held: readonly string[]): Promise<OpenAttempt[]> {
  return database.transaction().execute(async tx => {
    const attempts = await tx
      .updateTable('generationAttempt')
      .set({ fence: sql<number>`fence + 1` })
      .where('endedAt', 'is', null)
      .where(sql<boolean>`id <> all(${held}::uuid[])`)
      .returningAll()
      .execute()
    if (attempts.length === 0) return []
    const jobs = await tx
      .selectFrom('job')
      .selectAll()
      .where(sql<boolean>`id = any(${attempts.map(({ jobId }) => jobId)}::uuid[])`)
      .execute()
    const byId = new Map(jobs.map(job => [job.id, job]))
    return attempts.map(attempt => ({ attempt, job: byId.get(attempt.jobId) as JobRow }))
  })
}

/** Whether a job is still to be done in the attempt that it was read with. */
export async function isStillWanted(database: Database, { id, attempt }: Pick<JobRow, 'id' | 'attempt'>): Promise<boolean> {
  const row = await database
    .selectFrom('job')
    .select('id')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempt', '=', attempt)
    .executeTakeFirst()
  return row !== undefined
}

/** What a server said, as far as anybody reads it. */
const told = (text: string) => storable(text.slice(0, 2000))

/** Writes the state of an attempt that is still ours. */
export async function keepState(
  database: Database,
  { id, fence }: Pick<AttemptRow, 'id' | 'fence'>,
  state: OpenState,
  remoteId: string | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('generationAttempt')
    .set({ state, ...(remoteId === undefined ? {} : { remoteId }) })
    .$if(state === 'accepted', update => update.set({ acceptedAt: sql<string>`now()` }))
    // One that is over in a moment is never seen running.
    .$if(state === 'running' || state === 'finished', update =>
      update.set({ startedAt: sql<string>`coalesce(started_at, now())` }),
    )
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', 'in', [...openStates])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends an attempt that is still ours, as part of the caller's transaction. False where it is not. */
export async function writeEnd(tx: Tx, { id, fence }: Pick<AttemptRow, 'id' | 'fence'>, end: AttemptEnd, seconds: number | null) {
  const facts = end.state === 'delivered' ? {} : { code: told(end.code), reason: told(end.reason), retry: end.retry }
  const { numUpdatedRows } = await tx
    .updateTable('generationAttempt')
    .set({ state: end.state, seconds, ...facts, endedAt: sql<string>`now()` })
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', 'in', [...openStates])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type Consequence =
  /** `elsewhere`: not at this server again. */
  { kind: 'again'; afterSeconds: number; stage: string; elsewhere?: true } | { kind: 'fail'; code: string; message: string }

/** Ends an attempt without a result, and its job with it or lets it wait again; a job that was cancelled stays so. */
export function endWithout(
  database: Database,
  { attempt, job }: OpenAttempt,
  end: AttemptEnd,
  then: Consequence,
): Promise<boolean> {
  return database.transaction().execute(async tx => {
    const isElsewhere = then.kind === 'again' && then.elsewhere && end.state === 'evicted'
    if (!(await writeEnd(tx, attempt, isElsewhere ? { ...end, retry: 'other' } : end, null))) return false
    const row = await tx
      .updateTable('job')
      .set({ worker: null, secondsLeft: null, progress: 0 })
      .set(
        then.kind === 'again'
          ? {
              state: 'queued',
              stage: told(then.stage),
              runAfter: sql<string>`now() + make_interval(secs => ${then.afterSeconds})`,
            }
          : {
              state: 'failed',
              stage: '',
              error: JSON.stringify({ code: told(then.code), message: told(then.message) }),
              finishedAt: sql<string>`now()`,
            },
      )
      .where('id', '=', job.id)
      .where('state', '=', 'running')
      .where('attempt', '=', job.attempt)
      .returningAll()
      .executeTakeFirst()
    if (row) await announce(tx, row)
    if (row?.state === 'queued') await notify(tx, { kind: 'pool', what: 'jobs' })
    return true
  })
}
