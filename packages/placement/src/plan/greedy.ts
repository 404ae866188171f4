import type { Backlog } from './backlog.ts'
import type { Snapshot } from './snapshot.ts'

/** The part of the pool that a plan or a scenario changes. */
export type Future = {
  readonly free: Float64Array
  readonly busy: Uint8Array
  readonly used: Float64Array
  readonly lastUse: Float64Array
  readonly lastStack: Int32Array
  /** Items that wait, by key: the first `length` entries. */
  readonly queue: Int32Array
  length: number
}

export const createFuture = (snapshot: Snapshot, backlog: Backlog): Future => ({
  free: snapshot.free.slice(),
  busy: Uint8Array.from(snapshot.open, open => 1 - open),
  used: snapshot.used.slice(),
  lastUse: snapshot.lastUse.slice(),
  lastStack: snapshot.lastStack.slice(),
  queue: new Int32Array(backlog.kind.length),
  length: 0,
})

/** A load evicts what another job will have to load again, so it counts for more than its own time. */
const loadWeight = 1.5

/**
 * Plans all that waits by least added cost: `front[server]` becomes the place in the queue of the item that the server would
 * run first, or -1.
 *
 * Items are laid from the last in order to the first, each at the front of the server where it adds least to the sum of
 * weighted waits: its own, and that of everything already laid there, which it pushes back. Fast servers thus get dear as work
 * that only they can do piles up. Overdue items are laid before all others, oldest
 * first, each where it ends first, and stay in front.
 */
export function createGreedy(snapshot: Snapshot, backlog: Backlog, future: Future): (now: number) => Int32Array {
  const { eligible, pace, fullLoad, lightLoad, model, stack } = snapshot
  const { kind, work, weight, key } = backlog
  const { free, busy, lastUse, lastStack, queue } = future
  const servers = snapshot.slots.length
  const [pushed, wait] = [new Float64Array(servers), new Float64Array(servers)]
  const front = new Int32Array(servers)
  const loaded = new Uint8Array(lastUse.length)

  const takesOn = (item: number, s: number): number => {
    const k = kind[item] as number
    const cell = k * servers + s
    const isLoaded = loaded[(model[k] as number) * servers + s] === 1
    const load = isLoaded ? (lastStack[s] === stack[k] ? 0 : lightLoad[cell]) : fullLoad[cell]
    return loadWeight * (load as number) + (work[item] as number) * (pace[cell] as number)
  }

  /** Overdue items are at the head of the queue. Answers how many there are. */
  function layOverdue(): number {
    let place = 0
    for (; place < future.length && (key[queue[place] as number] as number) < 0; place += 1) {
      const item = queue[place] as number
      const k = kind[item] as number
      let [best, least] = [-1, Infinity]
      for (const s of eligible[k] as Int32Array) {
        const end = (wait[s] as number) + takesOn(item, s)
        if (end < least) [least, best] = [end, s]
      }
      wait[best] = least
      loaded[(model[k] as number) * servers + best] = 1
      if (front[best] === -1) front[best] = place
    }
    return place
  }

  return now => {
    for (let s = 0; s < servers; s += 1) {
      front[s] = -1
      pushed[s] = 0
      wait[s] = Math.max(busy[s] === 1 ? 0.5 : 0, (free[s] as number) - now)
    }
    for (let at = 0; at < loaded.length; at += 1) loaded[at] = (lastUse[at] as number) > 0 ? 1 : 0
    const late = layOverdue()
    for (let place = future.length - 1; place >= late; place -= 1) {
      const item = queue[place] as number
      const k = kind[item] as number
      const mine = eligible[k] as Int32Array
      const worth = weight[item] as number
      let best = -1
      let least = Infinity
      // The loop that everything waits for, written out: a call of takesOn here makes a decision a third longer.
      const [units, models, table] = [work[item] as number, (model[k] as number) * servers, k * servers]
      for (let at = 0; at < mine.length; at += 1) {
        const s = mine[at] as number
        const load =
          loaded[models + s] === 0
            ? (fullLoad[table + s] as number)
            : lastStack[s] === stack[k]
              ? 0
              : (lightLoad[table + s] as number)
        const takes = loadWeight * load + units * (pace[table + s] as number)
        const cost = worth * ((wait[s] as number) + takes) + takes * (pushed[s] as number)
        if (cost < least) [least, best] = [cost, s]
      }
      pushed[best] = (pushed[best] as number) + worth
      loaded[(model[k] as number) * servers + best] = 1
      // What is overdue stays in front.
      const first = front[best] as number
      if (first < 0 || first >= late) front[best] = place
    }
    return front
  }
}
