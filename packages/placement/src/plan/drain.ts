import type { Backlog } from './backlog.ts'
import type { Starts } from './scenario.ts'
import type { Snapshot } from './snapshot.ts'

/** Bound on one plan, in trials of a move or a swap. */
const mostTrials = 100_000
/** With more items than this there is time to level by swaps later. */
const mostSwapped = 400
/** Seconds by which a change has to lower the last end. */
const worthwhile = 0.01

type Change = { readonly item: number; readonly s: number; readonly other: number }

type Plan = { readonly of: Int32Array; readonly end: Float64Array; readonly counts: Int32Array }

/**
 * What to start now so that all that waits is done soonest: every item is given to the server where it would end first, the
 * longest items first (Graham 1969, for unequal servers), then the server that ends last hands on or swaps items while that
 * helps. A load counts once for each model and server. Planned anew at each event, so that real times correct the estimates.
 */
export function drain(snapshot: Snapshot, backlog: Backlog): Starts {
  const { slots, open } = snapshot
  const table = createTable(snapshot, backlog)
  const plan = layLongestFirst(snapshot, backlog, table)
  level(snapshot, backlog, table, plan)
  return slots.flatMap((_, server) => {
    const item = open[server] === 1 ? firstOf(backlog, table, plan, server) : -1
    return item < 0 ? [] : [{ server, item }]
  })
}

type Table = {
  readonly longest: readonly number[]
  takes(item: number, server: number): number
  /** Seconds to load the item's model where it is not resident, whatever else is planned there. */
  load(item: number, server: number): number
}

function createTable({ slots, pace, fastest, fullLoad, lastUse, model }: Snapshot, { size, kind, work }: Backlog): Table {
  const servers = slots.length
  const least = Float64Array.from(
    { length: size },
    (_, item) => (work[item] as number) * (fastest[kind[item] as number] as number),
  )
  return {
    longest: [...Array(size).keys()].sort((a, b) => (least[b] as number) - (least[a] as number) || a - b),
    takes: (item, server) => (work[item] as number) * (pace[(kind[item] as number) * servers + server] as number),
    load: (item, server) => {
      const k = kind[item] as number
      return lastUse[(model[k] as number) * servers + server] === 0 ? (fullLoad[k * servers + server] as number) : 0
    },
  }
}

function layLongestFirst(
  { now, slots, free, eligible, model, gigabytes }: Snapshot,
  { size, kind }: Backlog,
  table: Table,
): Plan {
  const servers = slots.length
  const plan: Plan = {
    of: new Int32Array(size).fill(-1),
    end: Float64Array.from(free, free => free - now),
    counts: new Int32Array(gigabytes.length * servers),
  }
  for (const item of table.longest) {
    const k = kind[item] as number
    const row = (model[k] as number) * servers
    let [best, least] = [-1, Infinity]
    for (const s of eligible[k] as Int32Array) {
      const end = (plan.end[s] as number) + table.takes(item, s) + (plan.counts[row + s] === 0 ? table.load(item, s) : 0)
      if (end < least) [least, best] = [end, s]
    }
    plan.of[item] = best
    plan.end[best] = least
    plan.counts[row + best] = (plan.counts[row + best] as number) + 1
  }
  return plan
}

/** Lowers the end of the server that ends last, by the best move or swap, until none helps. */
function level(snapshot: Snapshot, { size, kind }: Backlog, table: Table, plan: Plan): void {
  const { slots, eligible, model } = snapshot
  const servers = slots.length
  const { of, end, counts } = plan
  const cell = (item: number, s: number): number => (model[kind[item] as number] as number) * servers + s
  const can = (item: number, s: number): boolean => (eligible[kind[item] as number] as Int32Array).includes(s)
  const leaves = (item: number, s: number): number =>
    table.takes(item, s) + (counts[cell(item, s)] === 1 ? table.load(item, s) : 0)
  const joins = (item: number, s: number): number =>
    table.takes(item, s) + (counts[cell(item, s)] === 0 ? table.load(item, s) : 0)
  const put = (item: number, s: number): void => {
    const from = of[item] as number
    end[from] = (end[from] as number) - leaves(item, from)
    counts[cell(item, from)] = (counts[cell(item, from)] as number) - 1
    end[s] = (end[s] as number) + joins(item, s)
    counts[cell(item, s)] = (counts[cell(item, s)] as number) + 1
    of[item] = s
  }
  let trials = 0
  const bestMove = (last: number): Change | null => {
    let [best, least]: [Change | null, number] = [null, (end[last] as number) - worthwhile]
    for (let item = 0; item < size; item += 1) {
      if (of[item] !== last) continue
      const without = (end[last] as number) - leaves(item, last)
      for (const s of eligible[kind[item] as number] as Int32Array) {
        if (s === last) continue
        trials += 1
        const later = Math.max(without, (end[s] as number) + joins(item, s))
        if (later < least) [least, best] = [later, { item, s, other: -1 }]
      }
    }
    return best
  }
  const bestSwap = (last: number): Change | null => {
    if (size > mostSwapped) return null
    let [best, least]: [Change | null, number] = [null, (end[last] as number) - worthwhile]
    for (let item = 0; item < size; item += 1) {
      if (of[item] !== last) continue
      const without = (end[last] as number) - leaves(item, last)
      const bare = (end[last] as number) - table.takes(item, last)
      for (let other = 0; other < size; other += 1) {
        const s = of[other] as number
        if (s < 0 || s === last) continue
        trials += 1
        // Two of one model leave all loads as they are.
        const isSame = model[kind[item] as number] === model[kind[other] as number]
        const here = isSame ? bare + table.takes(other, last) : without + joins(other, last)
        if (here >= least || !can(item, s) || !can(other, last)) continue
        const there = isSame ? table.takes(item, s) - table.takes(other, s) : joins(item, s) - leaves(other, s)
        const later = Math.max(here, (end[s] as number) + there)
        if (later < least) [least, best] = [later, { item, s, other }]
      }
    }
    return best
  }
  while (trials < mostTrials) {
    const last = end.indexOf(Math.max(...end))
    const change = bestMove(last) ?? bestSwap(last)
    if (!change) return
    put(change.item, change.s)
    if (change.other >= 0) put(change.other, last)
  }
}

/** Overdue items first, then those whose model is resident, then the longest: short ones are left to level the end with. */
function firstOf({ key }: Backlog, table: Table, { of }: Plan, server: number): number {
  const mine = table.longest.filter(item => of[item] === server)
  const rank = (item: number): number =>
    (key[item] as number) < 0 ? (key[item] as number) : table.load(item, server) === 0 ? 0 : 1
  return mine.reduce((best, item) => (best < 0 || rank(item) < rank(best) ? item : best), -1)
}
