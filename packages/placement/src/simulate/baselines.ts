import { loadSeconds, type Memory, rememberLoad } from '../memory.ts'
import type { JobKind } from '../model.ts'
import { randomFrom } from '../random.ts'
import type { Estimates } from './estimates.ts'
import type { Instance, InstanceJob, InstanceServer } from './instance.ts'
import { type Action, kindsOf, type Policy } from './simulate.ts'

/** The simple policies that the instances' `baselines` were made with, by the names that they have there. */
export const baselines = {
  /** Each job goes at once to the server with the fewest jobs, chance deciding between equals. */
  least_queue: (instance: Instance, estimates: Estimates, seed: number): Policy => {
    const random = randomFrom(seed)
    return pushing(instance, estimates, ({ queue, running }) => queue.length + (running ? 1 : 0) + random() / 2)
  },

  /** Each job goes at once to the server where it would end first, loading and noise included. */
  earliest_completion_push: (instance: Instance, estimates: Estimates): Policy => {
    const kinds = kindsOf(instance)
    return pushing(instance, estimates, ({ server, queue, running, memory }, job, now) => {
      const loaded = memory.resident.some(({ name }) => name === job.model) || queue.some(({ model }) => model === job.model)
      const load = loaded ? 0 : (kinds.get(job.model) as JobKind).heavy.gigabytes / server.load_gb_per_s
      const ahead = queue.reduce(
        (sum, queued) => sum + estimates(queued, server),
        Math.max(0, (running?.expectedEnd ?? now) - now),
      )
      return ahead + load + estimates(job, server)
    })
  },

  /** The oldest job that a free server can run goes there: to one with the model in memory first, then to the quickest. */
  central_fifo_warm_first: (instance: Instance, estimates: Estimates): Policy => {
    const slots = slotsOf(instance)
    const queue: InstanceJob[] = []
    return {
      ...bookkeeping(instance, slots, estimates),
      arrived: job => void queue.push(job),
      decide: () => {
        const free = new Set([...slots.values()].filter(({ running }) => !running))
        const actions: Action[] = []
        for (let at = 0; at < queue.length && free.size > 0; at += 1) {
          const job = queue[at] as InstanceJob
          const slot = least([...free].filter(able(job)), ({ server, memory }) => {
            const isWarm = memory.resident.some(({ name }) => name === job.model)
            return (isWarm ? 0 : 1e9) + estimates(job, server)
          })
          if (!slot) continue
          free.delete(slot)
          queue.splice(at, 1)
          at -= 1
          actions.push({ kind: 'start', jobId: job.id, serverId: slot.server.id })
        }
        return actions
      },
    }
  },
}

export type BaselineName = keyof typeof baselines

type Slot = {
  readonly server: InstanceServer
  readonly queue: InstanceJob[]
  memory: Memory
  running: { readonly expectedEnd: number } | null
}

function pushing(instance: Instance, estimates: Estimates, cost: (slot: Slot, job: InstanceJob, now: number) => number): Policy {
  const slots = slotsOf(instance)
  return {
    ...bookkeeping(instance, slots, estimates),
    arrived: (job, now) => void least([...slots.values()].filter(able(job)), slot => cost(slot, job, now))?.queue.push(job),
    decide: () =>
      [...slots.values()].flatMap(({ server, queue, running }): Action[] => {
        const job = running ? undefined : queue.shift()
        return job ? [{ kind: 'start', jobId: job.id, serverId: server.id }] : []
      }),
  }
}

function bookkeeping(instance: Instance, slots: ReadonlyMap<string, Slot>, estimates: Estimates) {
  const kinds = kindsOf(instance)
  return {
    started: (job: InstanceJob, serverId: string, now: number): void => {
      const slot = slots.get(serverId) as Slot
      const kind = kinds.get(job.model) as JobKind
      const seconds = estimates(job, slot.server)
      slot.running = { expectedEnd: now + loadSeconds(slot.memory, slot.server.load_gb_per_s, kind) + seconds }
      slot.memory = rememberLoad(slot.memory, slot.server.vram_gb, kind.heavy, kind.stack)
    },
    finished: (_: InstanceJob, serverId: string): void => {
      ;(slots.get(serverId) as Slot).running = null
    },
  }
}

const slotsOf = ({ servers }: Instance): Map<string, Slot> =>
  new Map(servers.map(server => [server.id, { server, queue: [], memory: { resident: [], stack: null }, running: null }]))

const able =
  (job: InstanceJob) =>
  ({ server }: Slot): boolean =>
    server.models.includes(job.model)

function least<T>(things: readonly T[], cost: (thing: T) => number): T | undefined {
  let [best, lowest]: [T | undefined, number] = [undefined, Infinity]
  for (const thing of things) {
    const own = cost(thing)
    if (own < lowest) [lowest, best] = [own, thing]
  }
  return best
}
