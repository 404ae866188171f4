import type { Job, Seconds } from '../model.ts'

/** Waiting jobs in the order in which they were first queued. A job that comes back after a failure has its old place again. */
export type Ageing = Job[]

export function addToAgeing(ageing: Ageing, job: Job): void {
  ageing.splice(placeOf(ageing, job), 0, job)
}

export function removeFromAgeing(ageing: Ageing, job: Job): void {
  const at = placeOf(ageing, job)
  if (ageing[at]?.id !== job.id) throw new Error(`job ${job.id} does not age`)
  ageing.splice(at, 1)
}

/** Those that have waited longer than `patience`, the oldest first, `limit` at most. */
export function overdue(ageing: Ageing, now: Seconds, patience: Seconds, limit: number): Job[] {
  const oldest = ageing.slice(0, limit)
  const young = oldest.findIndex(({ queuedAt }) => now - queuedAt <= patience)
  return young < 0 ? oldest : oldest.slice(0, young)
}

const before = (a: Job, b: Job): boolean => a.queuedAt < b.queuedAt || (a.queuedAt === b.queuedAt && a.id < b.id)

function placeOf(ageing: Ageing, job: Job): number {
  let [low, high] = [0, ageing.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(ageing[middle] as Job, job)) low = middle + 1
    else high = middle
  }
  return low
}
