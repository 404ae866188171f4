import type { Decision, JobKind, Seconds } from './model.ts'
import { takeBacklog } from './plan/backlog.ts'
import { drain } from './plan/drain.ts'
import { lookAhead, mostArrivals } from './plan/look-ahead.ts'
import { preloads } from './plan/preload.ts'
import { isOpen, takeSnapshot } from './plan/snapshot.ts'
import type { Pool } from './pool.ts'

/**
 * What to do now: at most one job for each server that can take one, and models to load on servers that stand still. Reads the
 * pool and changes nothing; the same pool at the same time gives the same answer. The caller carries the decisions out and
 * tells the pool with `startJob` and `startPreload`.
 */
export function decide(pool: Pool, now: Seconds): Decision[] {
  if (![...pool.slots.values()].some(slot => isOpen(pool, slot, now))) return []
  const kinds = new Map<string, JobKind>()
  for (const { kind } of pool.lanes.values()) kinds.set(kind.id, kind)
  for (const { kind } of pool.demand.kinds.values()) kinds.set(kind.id, kind)
  const snapshot = takeSnapshot(pool, [...kinds.values()], now)
  const backlog = takeBacklog(pool, snapshot, mostArrivals)
  const starts =
    backlog.size === 0 ? [] : pool.settings.goal === 'makespan' ? drain(snapshot, backlog) : lookAhead(pool, snapshot, backlog)
  const decisions = starts.flatMap(({ server, item }): Decision[] => {
    const [slot, job] = [snapshot.slots[server], backlog.jobs[item]]
    return slot && job ? [{ kind: slot.running ? 'prefetch' : 'start', jobId: job.id, serverId: slot.server.id }] : []
  })
  if (!pool.settings.preloads) return decisions
  return [...decisions, ...preloads(pool, snapshot, new Set(starts.map(({ server }) => server)))]
}
