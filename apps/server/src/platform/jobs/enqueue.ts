import { CompiledQuery } from 'kysely'
import type { PgBoss, SendOptions } from 'pg-boss'
import { v7 as uuid } from 'uuid'
import { accountTopic, notify, projectTopic, publish } from '../bus/publish.ts'
import type { Reader, Tx } from '../database/database.ts'
import type { JobName } from './define.ts'
import { type JobRow, jobReply } from './read.ts'

export type NewJob = {
  title: string
  ownerId: string
  projectId: string | null
  target?: { kind: string; id: string }
  priority?: number
}

/** Adds a job as part of the caller's transaction: it exists exactly when what caused it does. Returns its row. */
export async function enqueue<Input>(
  tx: Tx,
  boss: PgBoss,
  definition: JobName<Input>,
  input: Input,
  job: NewJob,
): Promise<JobRow> {
  const row = await tx
    .insertInto('job')
    .values(rowOf(definition, input, job))
    .returningAll()
    .executeTakeFirstOrThrow()
  await deliver(tx, boss, row, 0)
  await announce(tx, row)
  return row
}

/**
 * Adds many jobs of one kind in the order given, in two statements. Their listeners hear of the change that caused them,
 * not of each one.
 */
export async function enqueueMany<Input>(
  tx: Tx,
  boss: PgBoss,
  definition: JobName<Input>,
  items: readonly { input: Input; job: NewJob }[],
): Promise<string[]> {
  const rows = items.map(({ input, job }) => rowOf(definition, input, job))
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce)
    await tx.insertInto('job').values(some).execute()
    if (definition.pooled) continue
    const words = some.map(({ id, priority }) => ({ id: uuid(), data: { jobId: id }, priority }))
    await boss.insert(definition.kind, words, { db: onTransaction(tx) })
  }
  if (definition.pooled && rows.length > 0) await notify(tx, { kind: 'pool', what: 'jobs' })
  return rows.map(({ id }) => id)
}

/** PostgreSQL takes 65,535 parameters a statement. */
const rowsAtOnce = 1000

const rowOf = <Input>(definition: JobName<Input>, input: Input, job: NewJob) => ({
  id: uuid(),
  kind: definition.kind,
  title: job.title,
  state: 'queued' as const,
  maxAttempts: definition.maxAttempts,
  input: JSON.stringify(input),
  projectId: job.projectId,
  ownerId: job.ownerId,
  targetKind: job.target?.kind ?? null,
  targetId: job.target?.id ?? null,
  priority: job.priority ?? 0,
  pooled: definition.pooled ?? false,
})

/**
 * Puts word of a queued job before the workers, at once or after a while. Whoever gets it takes the job that is next, which
 * may be another one. Pull workers ask by themselves; the dispatcher of the pool is told that there is something to do.
 */
export async function deliver(tx: Tx, boss: PgBoss, row: JobRow, afterSeconds: number): Promise<void> {
  if (row.pull) return
  if (row.pooled) return notify(tx, { kind: 'pool', what: 'jobs' })
  const options: SendOptions = {
    db: onTransaction(tx),
    priority: row.priority,
    ...(afterSeconds > 0 ? { startAfter: afterSeconds } : {}),
  }
  await boss.send(row.kind, { jobId: row.id }, options)
}

/** Tells the owner's and the project's listeners how the job stands. */
export async function announce(tx: Tx, row: JobRow): Promise<void> {
  await publish(tx, await heardBy(tx, row), { kind: 'job', job: jobReply(row) })
}

type Told = Pick<JobRow, 'ownerId' | 'projectId' | 'targetKind'>

/** Whom a job concerns. Whoever left its project hears no more of it, also where they asked for it; films are their owners'. */
export async function heardBy(database: Reader, row: Told): Promise<string[]> {
  const { ownerId, projectId, targetKind } = row
  if (projectId === null || targetKind === 'video') return topicsOf(row)
  const member = await database
    .selectFrom('projectMember')
    .select('role')
    .where('projectId', '=', projectId)
    .where('accountId', '=', ownerId)
    .executeTakeFirst()
  return member ? topicsOf(row) : [projectTopic(projectId)]
}

/** All that {@link heardBy} may name. */
export const topicsOf = (row: { ownerId: string; projectId: string | null }) =>
  row.projectId ? [accountTopic(row.ownerId), projectTopic(row.projectId)] : [accountTopic(row.ownerId)]

const onTransaction = (tx: Tx) => ({
  executeSql: (text: string, values: unknown[] = []) => tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values)),
})
