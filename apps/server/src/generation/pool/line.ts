import type { Preset } from '@storycanvas/comfyui'
import { dropJob, type Pool, queueJob } from '@storycanvas/placement'
import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { announce } from '../../platform/jobs/enqueue.ts'
import type { ServerRow } from '../servers/open.ts'
import { jobKindOf, workOf } from './kinds.ts'
import { readWaiting, type WaitingJob } from './waiting.ts'
import { whyWaiting } from './why-waiting.ts'

type Parts = { database: Database; presets: ReadonlyMap<string, Preset>; rows: () => ServerRow[]; readAgain: () => void }

export type Line = {
  read: () => Promise<void>
  /** Takes a job out of the line, to send it somewhere. */
  take: (jobId: string) => WaitingJob | undefined
  /** More jobs wait than were read, and few of those are left. */
  isRunningOut: () => boolean
  close: () => void
}

const few = 50
/** Jobs whose new reason is told to listeners; of the rest they learn when they look. */
const mostTold = 20

/** The jobs that are weighed against each other now: the first of each account. */
export function createLine({ database, presets, rows, readAgain }: Parts, placement: Pool): Line {
  const candidates = new Map<string, WaitingJob>()
  let isAll = true
  let timer: NodeJS.Timeout | null = null

  const remove = (jobId: string) => {
    candidates.delete(jobId)
    dropJob(placement, jobId)
  }
  const isPlaced = (jobId: string) =>
    [...placement.slots.values()].some(({ running, next }) => running?.job.id === jobId || next?.id === jobId)
  const offer = (job: WaitingJob) => {
    const preset = presets.get(job.preset)
    const isKnown = JSON.stringify(candidates.get(job.jobId)) === JSON.stringify(job)
    if (!preset || isKnown || isPlaced(job.jobId)) return
    remove(job.jobId)
    candidates.set(job.jobId, job)
    const { jobId: id, ownerId: user, priority, kind, excluded, parameters } = job
    const queuedAt = job.queuedAt / 1000
    const work = workOf(preset, kind, parameters)
    queueJob(placement, { id, kind: jobKindOf(preset, kind, excluded), user, priority, queuedAt, work })
  }
  /** Writes beside each job that nobody can take why that is, and ends those at which everybody failed. */
  const sayWhy = async (jobs: readonly WaitingJob[]) => {
    const byReason = new Map<string, string[]>()
    for (const job of jobs) {
      const why = whyWaiting(rows(), job.preset, job.kind, new Set(job.excluded))
      if (why?.kind === 'wait') byReason.set(why.reason, [...(byReason.get(why.reason) ?? []), job.jobId])
      if (why?.kind !== 'hopeless') continue
      remove(job.jobId)
      await failHopeless(database, job)
    }
    for (const [reason, ids] of byReason) await writeStage(database, ids, reason)
  }
  return {
    async read() {
      const { jobs, isAll: whole, nextAt } = await readWaiting(database)
      isAll = whole
      if (timer) clearTimeout(timer)
      if (nextAt !== null) timer = setTimeout(readAgain, Math.max(20, nextAt - Date.now() + 5))
      const seen = new Set(jobs.map(({ jobId }) => jobId))
      for (const id of [...candidates.keys()]) if (!seen.has(id)) remove(id)
      for (const job of jobs) offer(job)
      await sayWhy(jobs)
    },
    take(jobId) {
      const job = candidates.get(jobId)
      candidates.delete(jobId)
      return job
    },
    isRunningOut: () => !isAll && candidates.size < few,
    close: () => void (timer && clearTimeout(timer)),
  }
}

const writeStage = (database: Database, ids: readonly string[], stage: string) =>
  database.transaction().execute(async tx => {
    const told = await tx
      .updateTable('job')
      .set({ stage })
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .where('state', '=', 'queued')
      .where('stage', '<>', stage)
      .returningAll()
      .execute()
    for (const row of told.slice(0, mostTold)) await announce(tx, row)
  })

const failHopeless = (database: Database, { jobId, lastReason }: WaitingJob) =>
  database.transaction().execute(async tx => {
    const message = lastReason ?? 'Every server that could run it failed at it.'
    const row = await tx
      .updateTable('job')
      .set({ state: 'failed', stage: '', finishedAt: sql<string>`now()` })
      .set({ error: JSON.stringify({ code: 'no-server-left', message }) })
      .where('id', '=', jobId)
      .where('state', '=', 'queued')
      .returningAll()
      .executeTakeFirst()
    if (row) await announce(tx, row)
  })
