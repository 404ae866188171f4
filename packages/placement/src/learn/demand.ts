import type { JobKind, Seconds } from '../model.ts'

/** How often jobs of a kind arrive: counted with a weight that halves in `halfLife`, so that the morning does not rule the evening. */
export type KindDemand = { readonly kind: JobKind; weight: number; at: Seconds; readonly works: number[]; next: number }
export type Demand = { since: Seconds | null; readonly kinds: Map<string, KindDemand> }

const halfLife = 3600
const remembered = 64
/** A rate needs some time to be one: the first minute counts as this many seconds. */
const shortest = 120

export const createDemand = (): Demand => ({ since: null, kinds: new Map() })

export function learnArrival(demand: Demand, kind: JobKind, work: number, now: Seconds): void {
  demand.since ??= now
  let known = demand.kinds.get(kind.id)
  if (!known) demand.kinds.set(kind.id, (known = { kind, weight: 0, at: now, works: [], next: 0 }))
  known.weight = faded(known, now) + 1
  known.at = now
  known.works[known.next] = work
  known.next = (known.next + 1) % remembered
}

/** Arrivals per second. */
export function rateOf(demand: Demand, known: KindDemand, now: Seconds): number {
  const watched = Math.max(shortest, now - (demand.since ?? now))
  // The weights of a steady stream add up to rate × this span.
  const span = (halfLife / Math.LN2) * (1 - 2 ** (-watched / halfLife))
  return faded(known, now) / span
}

const faded = ({ weight, at }: KindDemand, now: Seconds): number => weight * 2 ** (-(now - at) / halfLife)
