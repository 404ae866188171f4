/** What the pool is asked to keep short: everyone's wait, or the time until all that is queued is done. */
export type Goal = 'flow' | 'makespan'

export type Settings = {
  readonly goal: Goal
  /** A job that waited this long goes before all younger ones. */
  readonly patienceSeconds: number
  /** A running job that is expected to end within this time may get a prefetched one; 0 sends nothing ahead. */
  readonly prefetchSeconds: number
  /** Whether servers that stand still load models for jobs that are likely to come: shorter waits after a start, more loads. */
  readonly preloads: boolean
  /** How far ahead scenarios look. */
  readonly horizonSeconds: number
  /** Scenarios that every candidate is tried on, and those that the best few are tried on besides; 0 decides without looking ahead. */
  readonly scenarios: readonly [all: number, best: number]
  /** Bound on one decision, in steps of the planner (4 to 6 ns each); what would take more is decided with fewer scenarios. */
  readonly steps: number
}

export const defaultSettings: Settings = {
  goal: 'flow',
  patienceSeconds: 3600,
  prefetchSeconds: 0,
  preloads: false,
  horizonSeconds: 300,
  scenarios: [10, 30],
  steps: 1_500_000,
}
