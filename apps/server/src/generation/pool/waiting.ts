import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { notHeldBack } from '../../platform/jobs/next.ts'
import type { GenerationKindName } from '../kinds.ts'
import type { Settings } from '../settings.ts'

/** Jobs that are weighed against each other at once: so many in all, and of each account with one preset: what nobody can run hides no other. */
export const windowSize = 600
const perAccount = 150

export type WaitingJob = {
  jobId: string
  ownerId: string
  priority: number
  /** Milliseconds. Times of one account's jobs follow their places in the queue, however they were moved. */
  queuedAt: number
  generationId: string
  preset: string
  kind: GenerationKindName
  parameters: Settings
  /** Servers at which it failed so that only another has a chance. */
  excluded: string[]
  lastReason: string | null
}

export type Waiting = { jobs: WaitingJob[]; isAll: boolean; nextAt: number | null }

/** What waits for a server now, the first of each account; and when the next that has to pause may go on. */
export async function readWaiting(database: Database): Promise<Waiting> {
  const { rows } = await sql<Omit<WaitingJob, 'queuedAt'> & { createdAt: string }>`
    with waiting as (
      select j.id, j.owner_id, j.priority, j.created_at, j.started_at, g.id as generation_id,
        row_number() over (partition by j.owner_id, g.preset, g.kind order by j.priority desc, j.place) as turn
      from job j join generation g on g.job_id = j.id
      where j.pooled and j.state = 'queued' and j.run_after <= now() and ${notHeldBack}
    )
    select w.id as job_id, w.owner_id, w.priority, w.created_at, g.id as generation_id, g.preset, g.kind, g.parameters,
      coalesce(tried.excluded, '{}') as excluded, tried.last_reason
    from waiting w join generation g on g.id = w.generation_id
    left join lateral (
      select array_agg(distinct s.id) as excluded, max(a.reason) as last_reason
      from generation_attempt a
      join generation_server failing on failing.id = a.server_id
      join generation_server s on s.id = failing.id or (a.retry = 'larger'
        and coalesce((s.profile ->> 'memory')::float8, 0) < coalesce((failing.profile ->> 'memory')::float8, 0))
      where a.generation_id = g.id and a.retry in ('other', 'larger') and a.created_at >= coalesce(w.started_at, 'infinity')
    ) tried on true
    where w.turn <= ${perAccount} order by w.turn, w.id limit ${windowSize}`.execute(database)
  const next = await sql<{ at: string | null }>`
    select min(run_after) as at from job where pooled and state = 'queued' and run_after > now()`.execute(database)
  const at = next.rows[0]?.at
  return { jobs: inPlaces(rows), isAll: rows.length < perAccount, nextAt: at ? Date.parse(at) : null }
}

/** Gives each account's times of asking to its jobs in the order of their places. */
function inPlaces(rows: readonly (Omit<WaitingJob, 'queuedAt'> & { createdAt: string })[]): WaitingJob[] {
  const times = new Map<string, number[]>()
  for (const { ownerId, createdAt } of rows) times.set(ownerId, [...(times.get(ownerId) ?? []), Date.parse(createdAt)])
  for (const all of times.values()) all.sort((a, b) => b - a)
  return rows.map(({ createdAt, ...row }) => ({ ...row, queuedAt: times.get(row.ownerId)?.pop() ?? Date.parse(createdAt) }))
}
