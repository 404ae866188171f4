import type { Seconds } from '../model.ts'

/**
 * What users got lately, in seconds of the fastest server that would have done, halving every ten minutes. A user above the
 * mean of those who are active weighs less by the fourth root of the excess, one below weighs more: a flood delays itself, and
 * orders that differ little in worth are not turned about for it.
 */
export type Usage = Map<string, { amount: number; at: Seconds }>

const halfLife = 600
const strongest = 4

export function recordUsage(usage: Usage, user: string, seconds: number, now: Seconds): void {
  usage.set(user, { amount: usageOf(usage, user, now) + seconds, at: now })
}

export function usageOf(usage: Usage, user: string, now: Seconds): number {
  const known = usage.get(user)
  return known ? known.amount * 2 ** (-(now - known.at) / halfLife) : 0
}

/** A factor on the worth of each active user's time, between 1/4 and 4. */
export function fairWeights(usage: Usage, active: ReadonlySet<string>, now: Seconds): Map<string, number> {
  const amounts = [...active].map(user => [user, usageOf(usage, user, now)] as const)
  const mean = amounts.reduce((sum, [, amount]) => sum + amount, 0) / Math.max(1, amounts.length)
  // A pool that just woke up has seen too little to tell users apart.
  const floor = mean * 0.05 + 60
  return new Map(amounts.map(([user, amount]) => [user, clamp(((mean + floor) / (amount + floor)) ** 0.25)]))
}

const clamp = (weight: number): number => Math.min(strongest, Math.max(1 / strongest, weight))
