import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../platform/database/database.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import { pauseAfter } from '../platform/jobs/end.ts'
import { announce } from '../platform/jobs/enqueue.ts'
import { takeBackLeases } from '../platform/jobs/leases.ts'
import { nextPulled } from '../platform/jobs/next.ts'
import type { JobRow } from '../platform/jobs/read.ts'
import type { JobFailure } from '../platform/jobs/tables.ts'

type Lease = { token: string; until: string }
const inSeconds = (seconds: number) => sql<string>`now() + make_interval(secs => ${seconds})`

/** Hands a pull worker the job that comes next, with a lease on it. */
export async function nextFor(
  database: Database,
  workerId: string,
  leaseSeconds: number,
): Promise<{ row: JobRow; lease: Lease } | null> {
  await takeBackLeases(database)
  return database.transaction().execute(async tx => {
    const worker = await tx
      .updateTable('pullWorker')
      .set({ lastSeenAt: sql<string>`now()` })
      .where('id', '=', workerId)
      .returning(['ownerId', 'kinds', 'serves'])
      .executeTakeFirstOrThrow(notFound)
    const kinds = worker.kinds.length > 0 ? worker.kinds : null
    const id = await nextPulled(tx, { kinds, ownerId: worker.serves === 'everyone' ? null : worker.ownerId })
    if (!id) return null
    const token = randomUUID()
    const row = await tx
      .updateTable('job')
      .set({
        state: 'running',
        attempt: sql`attempt + 1`,
        progress: 0,
        stage: '',
        pullWorkerId: workerId,
        leaseToken: token,
        leaseUntil: inSeconds(leaseSeconds),
        startedAt: sql<string>`coalesce(started_at, now())`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx.insertInto('jobLease').values({ token, jobId: id, workerId }).execute()
    await announce(tx, row)
    return { row, lease: { token, until: row.leaseUntil as string } }
  })
}

type Holder = { accountId: string; jobId: string; token: string }
type Beat = {
  leaseSeconds: number
  progress?: number | undefined
  stage?: string | undefined
  secondsLeft?: number | null | undefined
}

/** Keeps the lease for a while longer. */
export async function heartbeat(database: Database, holder: Holder, { leaseSeconds, ...report }: Beat): Promise<Lease> {
  return database.transaction().execute(async tx => {
    const held = await heldBy(tx, holder)
    if (held.state !== 'running') throw leaseLost(held)
    const row = await tx
      .updateTable('job')
      .set({
        leaseUntil: inSeconds(leaseSeconds),
        progress: report.progress ?? held.progress,
        stage: report.stage ?? held.stage,
        secondsLeft: report.secondsLeft === undefined ? held.secondsLeft : report.secondsLeft,
      })
      .where('id', '=', holder.jobId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await announce(tx, row)
    return { token: holder.token, until: row.leaseUntil as string }
  })
}

type Outcome =
  | { outcome: 'succeeded'; result: Record<string, unknown> }
  | { outcome: 'failed'; error: JobFailure; final: boolean }

/** Ends a job, once: the same answer sent again, because the first reply was lost, changes nothing. */
export async function complete(database: Database, holder: Holder, outcome: Outcome): Promise<JobRow> {
  return database.transaction().execute(async tx => {
    const held = await heldBy(tx, holder)
    if (held.state === 'succeeded' || held.state === 'failed') return held
    if (held.state !== 'running') throw leaseLost(held)
    const row = await tx
      .updateTable('job')
      .set({ stage: '', secondsLeft: null, leaseUntil: null })
      .set(outcome.outcome === 'succeeded' ? success(outcome.result) : failure(held, outcome))
      .where('id', '=', holder.jobId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await announce(tx, row)
    return row
  })
}

const ended = { finishedAt: sql<string>`now()` }

const success = (result: Record<string, unknown>) =>
  ({ state: 'succeeded', progress: 1, error: null, result: JSON.stringify(result), ...ended }) as const

function failure({ attempt, maxAttempts }: JobRow, { error, final }: Extract<Outcome, { outcome: 'failed' }>) {
  const common = { error: JSON.stringify(error) }
  if (final || attempt >= maxAttempts) return { ...common, state: 'failed', ...ended } as const
  return { ...common, state: 'queued', pullWorkerId: null, leaseToken: null, runAfter: inSeconds(pauseAfter(attempt)) } as const
}

/**
 * The job, locked, while the token is the one that holds it. Strangers learn nothing; who let the lease run out, or was
 * cancelled, is told so.
 */
async function heldBy(tx: Tx, { accountId, jobId, token }: Holder): Promise<JobRow> {
  const known = await tx
    .selectFrom('jobLease as l')
    .innerJoin('pullWorker as w', 'w.id', 'l.workerId')
    .select('l.jobId')
    .where('l.token', '=', token)
    .where('l.jobId', '=', jobId)
    .where('w.ownerId', '=', accountId)
    .executeTakeFirst()
  if (!known) throw notFound()
  const row = await tx.selectFrom('job').selectAll().where('id', '=', jobId).forUpdate().executeTakeFirstOrThrow(notFound)
  if (row.leaseToken !== token || (row.leaseUntil !== null && row.leaseUntil < (await timeOf(tx)))) throw leaseLost(row)
  return row
}

/** ISO texts of one length: they compare as the times do. */
async function timeOf(tx: Tx): Promise<string> {
  const { rows } = await sql<{ now: string }>`select now()`.execute(tx)
  return rows[0]?.now ?? ''
}

const leaseLost = ({ state }: JobRow) =>
  new RequestError(
    'not-possible-now',
    state === 'cancelled'
      ? 'The job was cancelled.'
      : 'The lease has run out; the job was given back and may be with another worker.',
  )
