import { whyNot } from './eligible.ts'
import { createDemand, type Demand, learnArrival } from './learn/demand.ts'
import { createPaces, learnPace, paceOf, type Paces } from './learn/paces.ts'
import type { Job, JobKind, Resident, Seconds, Server } from './model.ts'
import { addToAgeing, type Ageing, removeFromAgeing } from './queue/ageing.ts'
import { recordUsage, type Usage } from './queue/fairness.ts'
import { addToLane, type Lanes, removeFromLane } from './queue/lanes.ts'
import { loadSeconds, type Memory, rememberLoad } from './memory.ts'
import { defaultSettings, type Settings } from './settings.ts'

/** A job on a server, with the time at which it was expected to end when it began. */
export type Run = { readonly job: Job; readonly startedAt: Seconds; readonly expectedEnd: Seconds; readonly loading: Seconds }

/** A server as the pool sees it: what it is, what is in its memory, what it does and what it does next. */
export type Slot = { server: Server; memory: Memory; running: Run | null; next: Job | null; busyUntil: Seconds }

/**
 * All that a decision depends on, kept so that an event costs little and a decision reads only what can matter. The functions
 * below change it; {@link decide} only reads it.
 */
export type Pool = {
  readonly settings: Settings
  readonly slots: Map<string, Slot>
  readonly jobs: Map<string, Job>
  readonly lanes: Lanes
  readonly ageing: Ageing
  readonly paces: Paces
  readonly demand: Demand
  readonly usage: Usage
  /** Which servers may run which kind, forgotten when a server changes. */
  readonly fits: Map<string, ReadonlySet<string>>
}

export const createPool = (settings: Partial<Settings> = {}, paces: Paces = createPaces()): Pool => ({
  settings: { ...defaultSettings, ...settings },
  slots: new Map(),
  jobs: new Map(),
  lanes: new Map(),
  ageing: [],
  paces,
  demand: createDemand(),
  usage: new Map(),
  fits: new Map(),
})

/** A server came, or what is known of it changed. `resident` is what it says is in memory, least recently used first. */
export function putServer(pool: Pool, server: Server, resident?: readonly Resident[]): void {
  const slot = pool.slots.get(server.id)
  const memory: Memory = resident ? { resident: [...resident], stack: null } : (slot?.memory ?? { resident: [], stack: null })
  pool.slots.set(server.id, { running: null, next: null, busyUntil: 0, ...slot, server, memory })
  pool.fits.clear()
}

/** A server is gone. Answers the jobs that were with it; the caller queues them again or not. */
export function removeServer(pool: Pool, serverId: string): Job[] {
  const slot = pool.slots.get(serverId)
  pool.slots.delete(serverId)
  pool.fits.clear()
  return [slot?.running?.job, slot?.next].filter(job => job !== undefined && job !== null)
}

/** A job waits. Queued again after a failure it keeps its `queuedAt`, and is not counted as new demand. */
export function queueJob(pool: Pool, job: Job, now: Seconds = job.queuedAt): void {
  if (pool.jobs.has(job.id)) throw new Error(`job ${job.id} is queued already`)
  pool.jobs.set(job.id, job)
  addToLane(pool.lanes, job)
  addToAgeing(pool.ageing, job)
  if (now === job.queuedAt) learnArrival(pool.demand, job.kind, job.work, now)
}

/** A waiting job is cancelled, or taken by someone else. Says whether it waited here. */
export function dropJob(pool: Pool, jobId: string): boolean {
  const job = pool.jobs.get(jobId)
  if (!job) return false
  pool.jobs.delete(jobId)
  removeFromLane(pool.lanes, job)
  removeFromAgeing(pool.ageing, job)
  return true
}

export function reprioritise(pool: Pool, jobId: string, priority: number): void {
  const job = pool.jobs.get(jobId)
  if (!job || !dropJob(pool, jobId)) return
  const changed = { ...job, priority }
  pool.jobs.set(jobId, changed)
  addToLane(pool.lanes, changed)
  addToAgeing(pool.ageing, changed)
}

/** A `start` or `prefetch` was carried out. What is prefetched begins when {@link finishJob} ends the one before it. */
export function startJob(pool: Pool, jobId: string, serverId: string, now: Seconds): void {
  const [job, slot] = [pool.jobs.get(jobId), slotOf(pool, serverId)]
  if (!job) throw new Error(`job ${jobId} does not wait`)
  dropJob(pool, jobId)
  if (slot.running && slot.next) throw new Error(`server ${serverId} has a running job and a prefetched one`)
  if (slot.running) slot.next = job
  else begin(pool, slot, job, now)
}

/** A `preload` was carried out; the server is busy with it until `until`. */
export function startPreload(pool: Pool, serverId: string, model: Resident, until: Seconds): void {
  const slot = slotOf(pool, serverId)
  slot.memory = rememberLoad(slot.memory, slot.server.vramGigabytes, model, null)
  slot.busyUntil = until
}

/**
 * The running job of a server ended. `seconds` is how long it ran, loading left out, or null where that says nothing about
 * speed (it failed or was interrupted).
 */
export function finishJob(pool: Pool, serverId: string, seconds: number | null, now: Seconds): void {
  const slot = slotOf(pool, serverId)
  const { running, next } = slot
  if (!running) throw new Error(`server ${serverId} runs nothing`)
  const { job } = running
  if (seconds !== null) learnPace(pool.paces, serverId, job.kind.preset, job.work, seconds)
  slot.running = null
  slot.next = null
  if (next) begin(pool, slot, next, now)
}

function begin(pool: Pool, slot: Slot, job: Job, now: Seconds): void {
  const { server, memory } = slot
  const loading = loadSeconds(memory, server.loadGigabytesPerSecond, job.kind)
  const seconds = paceOf(pool.paces, server.id, job.kind.preset).median * job.work
  slot.running = { job, startedAt: now, loading, expectedEnd: now + loading + seconds }
  slot.memory = rememberLoad(memory, server.vramGigabytes, job.kind.heavy, job.kind.stack)
  recordUsage(pool.usage, job.user, fastestPace(pool, job.kind) * job.work, now)
}

/** The servers that may run a kind, drained and broken ones included. */
export function fitting(pool: Pool, kind: JobKind): ReadonlySet<string> {
  let fits = pool.fits.get(kind.id)
  if (!fits) {
    const slots = [...pool.slots.values()].filter(({ server }) => whyNot(server, kind) === null)
    pool.fits.set(kind.id, (fits = new Set(slots.map(({ server }) => server.id))))
  }
  return fits
}

function fastestPace(pool: Pool, kind: JobKind): number {
  const paces = [...fitting(pool, kind)].map(id => paceOf(pool.paces, id, kind.preset).median)
  return paces.length > 0 ? Math.min(...paces) : 0
}

function slotOf(pool: Pool, serverId: string): Slot {
  const slot = pool.slots.get(serverId)
  if (!slot) throw new Error(`there is no server ${serverId}`)
  return slot
}
