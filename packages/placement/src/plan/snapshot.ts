import { paceOf } from '../learn/paces.ts'
import type { JobKind, Seconds } from '../model.ts'
import { fitting, type Pool, type Slot } from '../pool.ts'

/**
 * The pool at one moment as flat arrays, for planners that run through it many thousand times. Tables of two dimensions are
 * laid out kind by kind (or model by model): `kind * servers + server`.
 */
export type Snapshot = {
  readonly now: Seconds
  readonly slots: readonly Slot[]
  readonly kinds: readonly JobKind[]
  /** Servers that may run each kind. */
  readonly eligible: readonly Int32Array[]
  /** Seconds per unit of work. */
  readonly pace: Float64Array
  /** The least of a kind's paces: what slowdown is measured against. */
  readonly fastest: Float64Array
  /** Seconds to load all that a kind needs, and its light files alone. */
  readonly fullLoad: Float64Array
  readonly lightLoad: Float64Array
  /** Which heavy model, and which stack, a kind needs. */
  readonly model: Int32Array
  readonly stack: Int32Array
  readonly gigabytes: Float64Array
  readonly vram: Float64Array
  /** When a server can begin another job: now, or when what it does is expected to end. */
  readonly free: Float64Array
  /** 1 where a server may be given a job now. */
  readonly open: Uint8Array
  readonly used: Float64Array
  /** When a model was last used on a server, by rank; 0 where it is not resident. */
  readonly lastUse: Float64Array
  readonly lastStack: Int32Array
}

/** What runs longer than expected is taken to need a tenth of its age more. */
const overrun = 0.1

export function takeSnapshot(pool: Pool, kinds: readonly JobKind[], now: Seconds): Snapshot {
  const slots = [...pool.slots.values()].filter(({ server }) => server.state === 'up')
  const size = slots.length
  const stacks = numbered([...kinds.map(({ stack }) => stack), ...slots.map(({ memory }) => memory.stack ?? '')])
  const models = new Map<string, number>()
  const gigabytes: number[] = []
  const number = (name: string, size: number): number => {
    let at = models.get(name)
    if (at === undefined) {
      models.set(name, (at = models.size))
      gigabytes.push(size)
    }
    return at
  }
  const model = Int32Array.from(kinds, ({ heavy }) => number(heavy.name, heavy.gigabytes))
  for (const { memory } of slots) for (const { name, gigabytes } of memory.resident) number(name, gigabytes)

  const [pace, fullLoad, lightLoad] = [0, 0, 0].map(() => new Float64Array(kinds.length * size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const fastest = new Float64Array(kinds.length).fill(Infinity)
  const eligible = kinds.map((kind, k) => {
    const fits = fitting(pool, kind)
    return Int32Array.from(
      slots.flatMap(({ server }, s) => {
        if (!fits.has(server.id)) return []
        const at = k * size + s
        const seconds = paceOf(pool.paces, server.id, kind.preset).median
        pace[at] = seconds
        fullLoad[at] = (kind.heavy.gigabytes + kind.lightGigabytes) / server.loadGigabytesPerSecond
        lightLoad[at] = kind.lightGigabytes / server.loadGigabytesPerSecond
        fastest[k] = Math.min(fastest[k] as number, seconds)
        return [s]
      }),
    )
  })
  const lastUse = new Float64Array(gigabytes.length * size)
  slots.forEach(({ memory }, s) =>
    memory.resident.forEach(({ name }, rank) => {
      lastUse[(models.get(name) as number) * size + s] = rank + 1
    }),
  )
  return {
    now,
    slots,
    kinds,
    eligible,
    pace,
    fastest,
    fullLoad,
    lightLoad,
    model,
    stack: Int32Array.from(kinds, ({ stack }) => stacks.get(stack) as number),
    gigabytes: Float64Array.from(gigabytes),
    vram: Float64Array.from(slots, ({ server }) => server.vramGigabytes),
    free: Float64Array.from(slots, slot => freeAt(pool, slot, now)),
    open: Uint8Array.from(slots, slot => (isOpen(pool, slot, now) ? 1 : 0)),
    used: Float64Array.from(slots, ({ memory }) => memory.resident.reduce((sum, { gigabytes }) => sum + gigabytes, 0)),
    lastUse,
    lastStack: Int32Array.from(slots, ({ memory }) => stacks.get(memory.stack ?? '') as number),
  }
}

function freeAt(pool: Pool, { server, running, next, busyUntil }: Slot, now: Seconds): Seconds {
  if (!running) return Math.max(now, busyUntil)
  const end = Math.max(running.expectedEnd, now + overrun * (now - running.startedAt))
  return next ? end + paceOf(pool.paces, server.id, next.kind.preset).median * next.work : end
}

/** Whether a server may be given a job: it stands still, or it is about to and has none waiting at its door. */
export function isOpen(pool: Pool, slot: Slot, now: Seconds): boolean {
  if (slot.server.state !== 'up') return false
  const { prefetchSeconds } = pool.settings
  const left = freeAt(pool, slot, now) - now
  return slot.next === null && (slot.running ? prefetchSeconds > 0 && left <= prefetchSeconds : left <= 0)
}

const numbered = (names: readonly string[]): Map<string, number> => new Map([...new Set(names)].map((name, at) => [name, at]))
