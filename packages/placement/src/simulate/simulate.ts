import { loadSeconds, type Memory, rememberLoad } from '../memory.ts'
import type { JobKind, Seconds } from '../model.ts'
import type { Instance, InstanceJob, InstanceServer } from './instance.ts'

/** What a policy may ask for; `preload` takes the server's time like the load before a job. */
export type Action =
  | { readonly kind: 'start'; readonly jobId: number; readonly serverId: string }
  | { readonly kind: 'preload'; readonly model: string; readonly serverId: string }

/** A policy under test. It hears of events in order and is asked after each; it never sees a job's true time before its end. */
export type Policy = {
  arrived(job: InstanceJob, now: Seconds): void
  started?(job: InstanceJob, serverId: string, now: Seconds): void
  /** `seconds`: how long the job ran, loading left out. */
  finished(job: InstanceJob, serverId: string, seconds: Seconds, now: Seconds): void
  preloaded?(model: string, serverId: string, until: Seconds): void
  decide(now: Seconds): Action[]
}

/** One job's way, for measures and properties. */
export type Record = {
  readonly job: InstanceJob
  readonly serverId: string
  readonly startedAt: Seconds
  readonly loading: Seconds
  readonly endedAt: Seconds
}

export type Outcome = { readonly records: readonly Record[]; readonly loads: number }

type Slot = { readonly server: InstanceServer; memory: Memory; busyUntil: Seconds; running: Record | null }

/**
 * Runs an instance: a server runs one job at a time, nothing is pre-empted, a model that is not resident is loaded before its
 * job, the least recently used leave for it. At the same time arrivals come before completions. Throws where a policy breaks a
 * rule or leaves a job behind.
 */
export function simulate(instance: Instance, policy: Policy): Outcome {
  const slots = new Map(instance.servers.map(server => [server.id, idle(server)]))
  const kinds = kindsOf(instance)
  const waiting = new Map<number, InstanceJob>()
  const records: Record[] = []
  let loads = 0
  let arrival = 0

  function carryOut(action: Action, now: Seconds): void {
    const slot = slots.get(action.serverId)
    if (!slot || slot.busyUntil > now || slot.running) throw new Error(`server ${action.serverId} is busy`)
    const job = action.kind === 'start' ? waiting.get(action.jobId) : undefined
    const model = action.kind === 'preload' ? action.model : job?.model
    if (model === undefined) throw new Error(`${JSON.stringify(action)}: the job does not wait`)
    if (!slot.server.models.includes(model)) throw new Error(`server ${action.serverId} has no ${model}`)
    const { server } = slot
    const kind = kinds.get(model) as JobKind
    const loading = loadSeconds(slot.memory, server.load_gb_per_s, kind)
    if (loading > 0) loads += 1
    slot.memory = rememberLoad(slot.memory, server.vram_gb, kind.heavy, kind.stack)
    slot.busyUntil = now + loading + (job ? job.base_s / server.speed : 0)
    if (!job) return policy.preloaded?.(model, server.id, slot.busyUntil)
    waiting.delete(job.id)
    slot.running = { job, serverId: server.id, startedAt: now, loading, endedAt: slot.busyUntil }
    policy.started?.(job, server.id, now)
  }

  while (true) {
    const slot = soonest(slots.values())
    const next = instance.jobs[arrival]
    if (!slot && !next) break
    const now = Math.min(slot?.busyUntil ?? Infinity, next?.arrival_s ?? Infinity)
    if (next?.arrival_s === now) {
      for (let job = instance.jobs[arrival]; job?.arrival_s === now; job = instance.jobs[(arrival += 1)]) {
        waiting.set(job.id, job)
        policy.arrived(job, now)
      }
    } else if (slot) {
      const { running } = slot
      slot.running = null
      // A preload has ended: from now on the server stands still.
      slot.busyUntil = running ? slot.busyUntil : 0
      if (running) {
        slot.busyUntil = 0
        records.push(running)
        policy.finished(running.job, running.serverId, running.endedAt - running.startedAt - running.loading, now)
      }
    }
    for (const action of policy.decide(now)) carryOut(action, now)
  }
  if (waiting.size > 0) throw new Error(`${waiting.size} jobs were never started`)
  return { records, loads }
}

const idle = (server: InstanceServer): Slot => ({ server, memory: { resident: [], stack: null }, busyUntil: 0, running: null })

function soonest(slots: Iterable<Slot>): Slot | null {
  let first: Slot | null = null
  for (const slot of slots) if (slot.busyUntil > 0 && (!first || slot.busyUntil < first.busyUntil)) first = slot
  return first
}

/** One kind per model: an instance knows neither stacks nor nodes. */
export const kindsOf = ({ models }: Instance): ReadonlyMap<string, JobKind> =>
  new Map(
    Object.entries(models).map(([name, { size_gb }]) => [
      name,
      {
        id: name,
        preset: name,
        heavy: { name, gigabytes: size_gb },
        stack: name,
        lightGigabytes: 0,
        files: [name],
        nodes: [],
        vramGigabytes: size_gb,
      },
    ]),
  )
