import type { Backlog } from './backlog.ts'
import { createFuture, createGreedy } from './greedy.ts'
import type { Snapshot } from './snapshot.ts'

/** Which items to start now on which servers. */
export type Starts = readonly { readonly server: number; readonly item: number }[]

/** How many units of slowdown weigh as much as a second of everyone's waiting. */
const slowdownWorth = 4
/** A load is charged some seconds beyond its own time: it also wears on what is evicted. */
const loadWorth = 12

/**
 * Runs the pool forward from a snapshot: first `starts`, then the greedy policy, with the made-up arrivals `from`..`until` of
 * the backlog (in order of time). Answers the weighted sum of flow times, slowdowns and loads.
 */
export function createScenario(snapshot: Snapshot, backlog: Backlog) {
  const { now, pace, fastest, fullLoad, lightLoad, model, stack, gigabytes, vram } = snapshot
  const { kind, work, queuedAt, weight, key, order } = backlog
  const future = createFuture(snapshot, backlog)
  const { free, busy, used, lastUse, lastStack, queue } = future
  const servers = snapshot.slots.length
  const greedy = createGreedy(snapshot, backlog, future)
  let cost = 0
  let uses = 0
  let steps = 0

  function reset(): void {
    free.set(snapshot.free)
    for (let s = 0; s < servers; s += 1) busy[s] = 1 - (snapshot.open[s] as number)
    used.set(snapshot.used)
    lastUse.set(snapshot.lastUse)
    lastStack.set(snapshot.lastStack)
    queue.set(order)
    future.length = order.length
    cost = 0
    uses = gigabytes.length
  }

  function begin(s: number, item: number, at: number): void {
    const k = kind[item] as number
    const [m, cell] = [model[k] as number, k * servers + s]
    let loading = lastStack[s] === stack[k] ? 0 : (lightLoad[cell] as number)
    if (lastUse[m * servers + s] === 0) {
      loading = fullLoad[cell] as number
      makeRoom(s, m)
      cost += loadWorth
    }
    uses += 1
    lastUse[m * servers + s] = uses
    lastStack[s] = stack[k] as number
    busy[s] = 1
    const end = Math.max(at, free[s] as number) + loading + (work[item] as number) * (pace[cell] as number)
    free[s] = end
    const flow = end - (queuedAt[item] as number)
    cost += (weight[item] as number) * (flow + (slowdownWorth * flow) / ((work[item] as number) * (fastest[k] as number)))
  }

  function makeRoom(s: number, m: number): void {
    let needed = (used[s] as number) + (gigabytes[m] as number)
    while (needed > (vram[s] as number)) {
      let [oldest, least] = [-1, Infinity]
      for (let other = 0; other < gigabytes.length; other += 1) {
        const use = lastUse[other * servers + s] as number
        if (use > 0 && use < least) [least, oldest] = [use, other]
      }
      if (oldest < 0) break
      lastUse[oldest * servers + s] = 0
      needed -= gigabytes[oldest] as number
    }
    used[s] = needed
  }

  function insert(item: number): void {
    let place = future.length
    future.length += 1
    while (place > 0 && (key[queue[place - 1] as number] as number) > (key[item] as number)) {
      queue[place] = queue[place - 1] as number
      place -= 1
    }
    queue[place] = item
  }

  function close(): void {
    let kept = 0
    for (let place = 0; place < future.length; place += 1)
      if ((queue[place] as number) >= 0) queue[kept++] = queue[place] as number
    future.length = kept
  }

  function startGreedily(at: number): void {
    steps += (future.length + gigabytes.length) * servers
    const front = greedy(at)
    let started = false
    for (let s = 0; s < servers; s += 1) {
      const place = front[s] as number
      if (busy[s] === 1 || place < 0) continue
      begin(s, queue[place] as number, at)
      queue[place] = -1
      started = true
    }
    if (started) close()
  }

  function start(starts: Starts): void {
    for (const { server, item } of starts) {
      begin(server, item, now)
      queue[queue.indexOf(item)] = -1
    }
    close()
  }

  return {
    /** Steps taken so far, for the bound on a decision. */
    steps: () => steps,
    /** What the greedy policy would start now. */
    greedyStarts(): Starts {
      reset()
      const front = greedy(now)
      return [...front.keys()].flatMap(s =>
        busy[s] === 0 && (front[s] as number) >= 0 ? [{ server: s, item: queue[front[s] as number] as number }] : [],
      )
    },
    cost(starts: Starts, from: number, until: number): number {
      reset()
      start(starts)
      let at = now
      let arrival = from
      while (arrival < until || future.length > 0) {
        let [ending, next] = [-1, Infinity]
        for (let s = 0; s < servers; s += 1)
          if (busy[s] === 1 && (free[s] as number) < next) [next, ending] = [free[s] as number, s]
        const comes = arrival < until ? (queuedAt[arrival] as number) : Infinity
        if (Math.min(comes, next) === Infinity) {
          // Nothing would ever happen again: what the candidate held back has to start after all, or its cost were left out.
          const waiting = future.length
          startGreedily(at)
          if (future.length === waiting) break
          continue
        }
        if (comes <= next) {
          at = comes
          insert(arrival)
          arrival += 1
        } else {
          at = Math.max(at, next)
          busy[ending] = 0
        }
        steps += servers
        if (future.length > 0) startGreedily(at)
      }
      return cost
    },
  }
}
