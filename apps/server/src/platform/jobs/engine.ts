import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import type { BusEar } from '../bus/listen.ts'
import type { ConnectionFacts, Database, Tx } from '../database/database.ts'
import type { AnyJobDefinition, JobName, JobRun } from './define.ts'
import { FinalFailure } from './define.ts'
import { cancel, cancelIfOpen, fail, retry, succeed } from './end.ts'
import { announce, deliver, enqueue, enqueueMany, type NewJob } from './enqueue.ts'
import { nextWaiting } from './next.ts'
import { progressReporter } from './progress.ts'
import type { JobRow } from './read.ts'
import { takeBackLeases } from './leases.ts'
import { deliverAgain, recoverOrphans, silenceAfterBreak, ordinarySilence } from './recover.ts'
import { createSlots } from './slots.ts'
import { takeIdentity } from './worker-identity.ts'

/** Light jobs of one kind that one process works on at a time. */
const lightSlots = 8
const recoveryInterval = 5000
/** Every so many recoveries the jobs are looked for whose word was lost. */
const recoveriesPerReminder = 12

export type Jobs = {
  enqueue<Input>(tx: Tx, definition: JobName<Input>, input: Input, job: NewJob): Promise<JobRow>
  /** Many at once, in order; returns their ids. */
  enqueueMany<Input>(tx: Tx, definition: JobName<Input>, items: readonly { input: Input; job: NewJob }[]): Promise<string[]>
  cancel(tx: Tx, jobId: string): Promise<JobRow>
  cancelIfOpen(tx: Tx, jobId: string): Promise<JobRow | null>
  /** From the first attempt, in the name of `ownerId` from now on. */
  retry(tx: Tx, jobId: string, ownerId: string): Promise<JobRow>
  /** Puts word of jobs before the workers that were held back until now. */
  released(tx: Tx, rows: readonly JobRow[]): Promise<void>
  /** What this process works on, by kind. */
  workers(): { kind: string; slots: number; running: number }[]
  start(definitions: readonly AnyJobDefinition[]): Promise<void>
  /** Stops taking jobs, aborts the running ones and queues them again without charge for the attempt. */
  stop(): Promise<void>
}

type Parts = { database: Database; facts: ConnectionFacts; ear: BusEar; log: Logger; heavySlots: number }

/** A place at work: it claims a job of its kind (`job` null), or works on one. */
type Held = {
  kind: string
  job: { id: string; attempt: number } | null
  /** Jobs that were cancelled while this one was claiming; one of them may be the one that it gets. */
  cancelled: Set<string>
  abort: AbortController
  ended: Promise<void>
}

/**
 * Our rows are the truth about a job; pg-boss carries the word to a worker that there is one more to do. Which one comes next
 * is read from the rows, so that it can be moved, paused and put first until the moment it starts. A word that comes twice,
 * or too late, finds no job that waits and does nothing.
 */
export function createJobs({ database, facts, ear, log, heavySlots }: Parts): Jobs {
  const boss = new PgBoss({
    ...facts,
    max: 4,
    application_name: 'storycanvas jobs',
    schema: 'pgboss',
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  })
  boss.on('error', error => log.warn({ err: error }, 'pg-boss met an error'))
  const held = new Set<Held>()
  const heavy = createSlots(heavySlots)
  let worker = 0
  let closing = false
  let closeIdentity = async () => {}
  let recovery: NodeJS.Timeout | null = null
  let recoveries = 0
  /** True from the start, and from a break of the database, until every queued job was given its word again. */
  let wordsMayBeLost = true
  let definitionsByKind: readonly AnyJobDefinition[] = []

  const slotsOf = ({ weight }: Pick<AnyJobDefinition, 'weight'>) => (weight === 'heavy' ? heavySlots : lightSlots)

  const claim = (kind: string) =>
    database.transaction().execute(async tx => {
      const id = await nextWaiting(tx, kind)
      if (!id) return null
      const row = await tx
        .updateTable('job')
        .set({
          state: 'running',
          attempt: sql`attempt + 1`,
          worker,
          progress: 0,
          stage: '',
          startedAt: sql<string>`coalesce(started_at, now())`,
        })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .returningAll()
        .executeTakeFirst()
      if (row) await announce(tx, row)
      return row
    })

  const attempt = async (definition: AnyJobDefinition, row: JobRow, signal: AbortSignal) => {
    const progress = progressReporter(database, row, error => log.warn({ err: error, jobId: row.id }, 'progress was not written'))
    try {
      const { id, projectId, ownerId, attempt } = row
      const target = row.targetKind && row.targetId ? { kind: row.targetKind, id: row.targetId } : null
      const run: JobRun<unknown> = {
        id,
        input: definition.input.parse(row.input),
        attempt,
        projectId,
        ownerId,
        target,
        signal,
        report: progress.report,
      }
      const result = await definition.run(run)
      await progress.stop()
      const counted = await succeed(database, row, result)
      if (!counted) log.info({ jobId: row.id, attempt: row.attempt }, 'a job ended elsewhere; this result was not used')
    } catch (error) {
      await progress.stop()
      if (closing && signal.aborted) return await putBack(row)
      if (signal.aborted) return
      log.warn({ err: error, jobId: row.id, kind: row.kind, attempt: row.attempt }, 'a job failed')
      const failure = { code: codeOf(error), message: error instanceof Error ? error.message : String(error) }
      await fail(database, boss, row, failure, error instanceof FinalFailure)
    }
  }

  const putBack = (row: JobRow) =>
    database.transaction().execute(async tx => {
      const queued = await tx
        .updateTable('job')
        .set({ state: 'queued', attempt: row.attempt - 1, worker: null, stage: '' })
        .where('id', '=', row.id)
        .where('state', '=', 'running')
        .where('worker', '=', worker)
        .returningAll()
        .executeTakeFirst()
      if (!queued) return
      await deliver(tx, boss, queued, 0)
      await announce(tx, queued)
    })

  const work = async (definition: AnyJobDefinition) => {
    // Failing gives the word back to pg-boss: a living worker gets it.
    if (closing) throw new Error('this worker is stopping')
    const abort = new AbortController()
    const one: Held = { kind: definition.kind, job: null, cancelled: new Set(), abort, ended: Promise.resolve() }
    held.add(one)
    try {
      const row = await claim(definition.kind)
      if (!row) return
      // While the database was away this very process may have lost the job to itself.
      for (const other of held) if (other !== one && other.job?.id === row.id) other.abort.abort(new Error('taken over'))
      one.job = { id: row.id, attempt: row.attempt }
      if (one.cancelled.has(row.id)) abort.abort(new Error('cancelled'))
      one.ended = attempt(definition, row, abort.signal)
      await one.ended
    } finally {
      held.delete(one)
    }
  }

  /** False for a job whose row says that it runs here although it ended: its end could not be written. */
  const isHeld = ({ id, attempt: number, kind }: JobRow) =>
    [...held].some(({ job, kind: claims }) => (job === null ? claims === kind : job.id === id && job.attempt === number))

  const deafen = ear.hear(notice => {
    if (notice.kind === 'reconnected') wordsMayBeLost = true
    if (notice.kind !== 'cancel-job') return
    for (const { job, cancelled, abort } of held) {
      if (job === null) cancelled.add(notice.jobId)
      else if (job.id === notice.jobId) abort.abort(new Error('cancelled'))
    }
  })

  return {
    enqueue: (tx, definition, input, job) => enqueue(tx, boss, definition, input, job),
    enqueueMany: (tx, definition, items) => enqueueMany(tx, boss, definition, items),
    cancel: (tx, jobId) => cancel(tx, jobId),
    cancelIfOpen: (tx, jobId) => cancelIfOpen(tx, jobId),
    retry: (tx, jobId, ownerId) => retry(tx, boss, jobId, ownerId),
    released: async (tx, rows) => {
      for (const row of rows) await deliver(tx, boss, row, 0)
    },
    workers: () =>
      definitionsByKind.map(({ kind, weight }) => ({
        kind,
        slots: slotsOf({ weight }),
        running: [...held].filter(one => one.kind === kind && one.job !== null).length,
      })),

    async start(definitions) {
      definitionsByKind = definitions
      await boss.start()
      const identity = await takeIdentity(facts, log)
      worker = identity.number
      closeIdentity = identity.close
      for (const definition of definitions) {
        await boss.createQueue(definition.kind, {
          retryLimit: 10,
          retryDelay: 5,
          expireInSeconds: 86_000,
          heartbeatSeconds: 15,
          notify: true,
        })
        // One job a fetch, so that a slow one holds nobody up. pg-boss would pause for two seconds after each: whoever got
        // one is told to ask again, so it stops asking only when there is none.
        const options = { batchSize: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }
        for (let slot = 0; slot < slotsOf(definition); slot += 1) {
          const id: string = await boss.work<{ jobId: string }>(definition.kind, options, async ([message]) => {
            if (!message) return
            boss.notifyWorker(id)
            await (definition.weight === 'heavy' ? heavy.within(() => work(definition)) : work(definition))
          })
        }
      }
      const recover = async () => {
        try {
          await recoverOrphans(database, boss, { worker, isHeld })
          await takeBackLeases(database)
          const silence = wordsMayBeLost ? silenceAfterBreak : ordinarySilence
          if (wordsMayBeLost || recoveries % recoveriesPerReminder === 0) await deliverAgain(database, boss, silence)
          wordsMayBeLost = false
          recoveries += 1
        } catch (error) {
          log.warn({ err: error }, 'orphaned jobs could not be taken back')
        }
      }
      await recover()
      recovery = setInterval(() => void recover(), recoveryInterval)
    },

    async stop() {
      closing = true
      deafen()
      if (recovery) clearInterval(recovery)
      await Promise.all(definitionsByKind.map(({ kind }) => boss.offWork(kind, { wait: false })))
      for (const { abort } of held) abort.abort(new Error('the server is stopping'))
      await Promise.allSettled([...held].map(({ ended }) => ended))
      await boss.stop({ graceful: true, timeout: 5000 })
      await closeIdentity()
    },
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed'
