import { rateOf } from '../learn/demand.ts'
import type { Pool } from '../pool.ts'
import { exponential, randomFrom } from '../random.ts'
import { type Backlog, putItem } from './backlog.ts'
import { createScenario, type Starts } from './scenario.ts'
import type { Snapshot } from './snapshot.ts'

/** So many made-up arrivals a scenario may have. */
export const mostArrivals = 400
/** Candidates that go on to the second round. */
const finalists = 3
/** On fewer scenarios than this chance decides, so the plan stands. */
const fewest = 3
/** What gains less than this on the plan may as well be luck. */
const worthwhile = 0.996

/**
 * What to start now: the greedy plan, or one change to it (another kind on a free server, or nothing there yet), whichever
 * costs least on average over scenarios of what may arrive (rollout, Bertsekas and Castañón 1999). All candidates meet the same
 * arrivals, drawn from the rates learnt so far with random numbers that follow from the clock, so that a decision can be
 * repeated. A first round on a few scenarios leaves the best three for a second.
 */
export function lookAhead(pool: Pool, snapshot: Snapshot, backlog: Backlog): Starts {
  const scenario = createScenario(snapshot, backlog)
  const greedy = scenario.greedyStarts()
  const { scenarios, steps, horizonSeconds } = pool.settings
  const candidates = changesOf(greedy, snapshot, backlog).map(starts => ({ starts, total: 0 }))
  if (candidates.length === 1 || scenarios[0] === 0) return greedy
  if (fewest * candidates.length * lengthOf(snapshot, backlog) > steps) return greedy
  const arrive = createArrivals(pool, snapshot, backlog, horizonSeconds)

  const play = (entrants: typeof candidates, rounds: number, budget: number): number => {
    for (let round = 0; round < rounds; round += 1) {
      const until = arrive()
      const costs: number[] = []
      for (const { starts } of entrants) {
        costs.push(scenario.cost(starts, backlog.size, until))
        // A round that is cut short would compare unequal sums, so it does not count.
        if (scenario.steps() > budget) return round
      }
      entrants.forEach((entrant, at) => {
        entrant.total += costs[at] as number
      })
    }
    return rounds
  }
  const played = play(candidates, scenarios[0], steps * 0.6)
  if (played < fewest) return greedy
  const best = candidates.toSorted((a, b) => a.total - b.total).slice(0, finalists)
  play(best, scenarios[1], steps)
  const least = best.reduce((a, b) => (b.total < a.total ? b : a))
  const plan = candidates[0] as (typeof candidates)[number]
  return best.includes(plan) && least.total > plan.total * worthwhile ? greedy : least.starts
}

/** About how many steps a scenario takes that empties the queue: each start and each end plans what is left once more. */
const lengthOf = ({ slots, gigabytes }: Snapshot, { size }: Backlog): number =>
  size * (size + 2 * gigabytes.length) * slots.length

/** The plan itself first, then each change of it at one server. Overdue jobs stay where the plan puts them. */
function changesOf(plan: Starts, { slots, open, eligible }: Snapshot, backlog: Backlog): Starts[] {
  const firsts = new Map<number, number>()
  for (const item of backlog.order) {
    const kind = backlog.kind[item] as number
    if (!firsts.has(kind) && (backlog.key[item] as number) >= 0) firsts.set(kind, item)
  }
  const isLate = (item: number): boolean => (backlog.key[item] as number) < 0
  const changes: Starts[] = [plan]
  for (let server = 0; server < slots.length; server += 1) {
    const planned = plan.find(start => start.server === server)
    if (open[server] === 0 || (planned && isLate(planned.item))) continue
    const others = plan.filter(start => start !== planned)
    // For a better server that is at work a job may wait; for others that may come nobody lets it stand before a free one.
    const couldWaitFor = (other: number): boolean => other !== server && open[other] === 0
    if (planned && (eligible[backlog.kind[planned.item] as number] as Int32Array).some(couldWaitFor)) changes.push(others)
    for (const [kind, item] of firsts)
      if (item !== planned?.item && (eligible[kind] as Int32Array).includes(server))
        changes.push([...others.filter(start => start.item !== item), { server, item }])
  }
  return changes
}

/** Each call makes up the arrivals of one more scenario and answers where they end in the backlog. */
function createArrivals(pool: Pool, snapshot: Snapshot, backlog: Backlog, horizon: number): () => number {
  const { now, kinds } = snapshot
  const random = randomFrom(Math.floor(now * 1000) + backlog.size)
  const sources = kinds.flatMap((kind, number) => {
    const known = pool.demand.kinds.get(kind.id)
    return known && (snapshot.eligible[number] as Int32Array).length > 0
      ? [{ number, works: known.works, rate: rateOf(pool.demand, known, now) }]
      : []
  })
  const rate = sources.reduce((sum, source) => sum + source.rate, 0)
  return () => {
    let end = backlog.size
    let at = now
    while (rate > 0 && end < backlog.size + mostArrivals) {
      at += exponential(random, rate)
      if (at > now + horizon) break
      let drawn = random() * rate
      const source = sources.find(({ rate }) => (drawn -= rate) < 0) ?? sources[0]
      if (!source) break
      const work = source.works[Math.floor(random() * source.works.length)] as number
      putItem(backlog, snapshot, end, source.number, work, at)
      end += 1
    }
    return end
  }
}
