import { fairWeights } from '../queue/fairness.ts'
import type { Job, Seconds } from '../model.ts'
import { overdue } from '../queue/ageing.ts'
import type { Pool } from '../pool.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * What waits, in the order in which it should go, as flat arrays with room at the end for jobs that a scenario makes up. An
 * item is one job, or, far back in a lane, several that are planned as one.
 */
export type Backlog = {
  /** How many items are real. */
  readonly size: number
  readonly kind: Int32Array
  readonly work: Float64Array
  readonly queuedAt: Float64Array
  /** What a second of the item's waiting costs. */
  readonly weight: Float64Array
  /** Smaller goes first. Overdue items have negative keys. */
  readonly key: Float64Array
  /** Items by key. */
  readonly order: Int32Array
  /** The job to start for an item. */
  readonly jobs: readonly Job[]
}

/** Where more jobs wait than this, those beyond the first few of each lane are planned in lumps: about so many of each in all. */
const mostSingles = 700
const mostLumps = 200

const urgency = 4

/** `room`: for how many made-up jobs. Works in the number of lanes and of jobs near their fronts, whatever waits behind. */
export function takeBacklog(pool: Pool, snapshot: Snapshot, room: number): Backlog {
  const { now, kinds, eligible, fastest, slots } = snapshot
  const numberOf = new Map(kinds.map((kind, at) => [kind.id, at]))
  const weights = fairWeights(pool.usage, activeUsers(pool), now)
  const items: { job: Job; kind: number; work: number; weight: number; key: number }[] = []
  const late = new Set<string>()
  overdue(pool.ageing, now, pool.settings.patienceSeconds, 4 * slots.length).forEach((job, rank, { length }) => {
    const kind = numberOf.get(job.kind.id)
    if (kind === undefined || eligible[kind]?.length === 0) return
    late.add(job.id)
    items.push({ job, kind, work: job.work, weight: 1, key: rank - length })
  })
  const single = pool.jobs.size <= mostSingles ? mostSingles : Math.ceil(mostSingles / pool.lanes.size)
  const lumps = Math.ceil(mostLumps / pool.lanes.size)
  for (const {
    kind: { id },
    user,
    priority,
    jobs,
  } of pool.lanes.values()) {
    const kind = numberOf.get(id)
    if (kind === undefined || eligible[kind]?.length === 0) continue
    const weight = (weights.get(user) ?? 1) * urgency ** priority
    const base = (fastest[kind] as number) / weight
    const waiting = late.size > 0 ? jobs.filter(job => !late.has(job.id)) : jobs
    for (const job of waiting.slice(0, single)) items.push({ job, kind, work: job.work, weight, key: job.work * base })
    const rest = waiting.length - single
    const length = Math.ceil(rest / lumps)
    for (let at = single; at < waiting.length; at += length) {
      const count = Math.min(length, waiting.length - at)
      const middle = waiting[at + (count >>> 1)] as Job
      const [job, work] = [waiting[at] as Job, middle.work * count]
      items.push({ job, kind, work, weight: weight * count, key: middle.work * base })
    }
  }
  return flatten(items, room)
}

function flatten(items: { job: Job; kind: number; work: number; weight: number; key: number }[], room: number): Backlog {
  const capacity = items.length + room
  const backlog: Backlog = {
    size: items.length,
    kind: new Int32Array(capacity),
    work: new Float64Array(capacity),
    queuedAt: new Float64Array(capacity),
    weight: new Float64Array(capacity),
    key: new Float64Array(capacity),
    order: Int32Array.from(items.keys()),
    jobs: items.map(({ job }) => job),
  }
  items.forEach(({ job, kind, work, weight, key }, at) => {
    backlog.kind[at] = kind
    backlog.work[at] = work
    backlog.queuedAt[at] = job.queuedAt
    backlog.weight[at] = weight
    backlog.key[at] = key
  })
  backlog.order.sort((a, b) => (backlog.key[a] as number) - (backlog.key[b] as number) || a - b)
  return backlog
}

/** Users with something waiting or running. */
function activeUsers(pool: Pool): Set<string> {
  const users = new Set<string>()
  for (const { user } of pool.lanes.values()) users.add(user)
  for (const { running } of pool.slots.values()) if (running) users.add(running.job.user)
  return users
}

/** Puts a made-up job behind the real ones. */
export function putItem(backlog: Backlog, snapshot: Snapshot, at: number, kind: number, work: number, queuedAt: Seconds): void {
  backlog.kind[at] = kind
  backlog.work[at] = work
  backlog.queuedAt[at] = queuedAt
  backlog.weight[at] = 1
  backlog.key[at] = work * (snapshot.fastest[kind] as number)
}
