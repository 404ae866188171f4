import type { Job, JobKind } from '../model.ts'

/** Jobs that differ in nothing but work and age, shortest first: only the first few of a lane can matter to a decision. */
export type Lane = {
  readonly kind: JobKind
  readonly user: string
  readonly priority: number
  readonly jobs: Job[]
}

export type Lanes = Map<string, Lane>

const keyOf = ({ kind, user, priority }: Job): string => `${kind.id}\n${priority}\n${user}`

export function addToLane(lanes: Lanes, job: Job): void {
  const key = keyOf(job)
  let lane = lanes.get(key)
  if (!lane) lanes.set(key, (lane = { kind: job.kind, user: job.user, priority: job.priority, jobs: [] }))
  lane.jobs.splice(placeOf(lane.jobs, job), 0, job)
}

export function removeFromLane(lanes: Lanes, job: Job): void {
  const key = keyOf(job)
  const lane = lanes.get(key)
  const at = lane ? placeOf(lane.jobs, job) : -1
  if (!lane || lane.jobs[at]?.id !== job.id) throw new Error(`job ${job.id} is not in its lane`)
  lane.jobs.splice(at, 1)
  if (lane.jobs.length === 0) lanes.delete(key)
}

/** The order is total, so that a job is found again by halving. */
const before = (a: Job, b: Job): number => a.work - b.work || a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

function placeOf(jobs: readonly Job[], job: Job): number {
  let [low, high] = [0, jobs.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(jobs[middle] as Job, job) < 0) low = middle + 1
    else high = middle
  }
  return low
}
