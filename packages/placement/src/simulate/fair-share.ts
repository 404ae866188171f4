import type { Estimates } from './estimates.ts'
import type { Instance, InstanceJob, InstanceServer } from './instance.ts'
import type { Action, Policy } from './simulate.ts'

/**
 * What "fair share" means here: start-time fair queueing (Goyal, Vin and Cheng 1996) on the same servers. A free server takes
 * the oldest job of that user whose virtual time is least; a job moves its user's virtual time on by what it takes on the
 * fastest server that has its model, and who comes back from a pause starts at the least virtual time of those who wait. It is
 * the packet-by-packet form of max-min fair processor sharing: of users who always wait, none gets ahead of another by more
 * than one job.
 */
export function fairQueueing({ servers }: Instance, estimates: Estimates): Policy {
  const waiting = new Map<string, InstanceJob[]>()
  const virtual = new Map<string, number>()
  const busy = new Set<string>()
  const warm = new Map<string, string>()
  const able = ({ model }: InstanceJob): InstanceServer[] => servers.filter(({ models }) => models.includes(model))
  const earliest = (): number => Math.min(...[...waiting.keys()].map(user => virtual.get(user) ?? 0))
  /** The first job in fair order that a free server can run, and the server: one that ran its model last, else the quickest. */
  const next = (free: ReadonlySet<InstanceServer>) => {
    const users = [...waiting.keys()].sort((a, b) => (virtual.get(a) as number) - (virtual.get(b) as number))
    for (const user of users)
      for (const job of waiting.get(user) as InstanceJob[]) {
        const cost = (server: InstanceServer): number => (warm.get(server.id) === job.model ? 0 : 1e9) + estimates(job, server)
        const server = able(job)
          .filter(server => free.has(server))
          .toSorted((a, b) => cost(a) - cost(b))[0]
        if (server) return { job, server }
      }
    return null
  }
  const take = (job: InstanceJob): void => {
    const least = Math.min(...able(job).map(server => estimates(job, server)))
    virtual.set(job.user, (virtual.get(job.user) as number) + least)
    const left = (waiting.get(job.user) as InstanceJob[]).filter(other => other !== job)
    if (left.length > 0) waiting.set(job.user, left)
    else waiting.delete(job.user)
  }

  return {
    arrived(job) {
      const own = waiting.get(job.user)
      if (own) return void own.push(job)
      const floor = waiting.size > 0 ? earliest() : 0
      virtual.set(job.user, Math.max(virtual.get(job.user) ?? 0, floor))
      waiting.set(job.user, [job])
    },
    started: (job, serverId) => {
      busy.add(serverId)
      warm.set(serverId, job.model)
    },
    finished: (_, serverId) => void busy.delete(serverId),
    decide() {
      const actions: Action[] = []
      const free = new Set(servers.filter(({ id }) => !busy.has(id)))
      for (let found = next(free); found; found = next(free)) {
        const { job, server } = found
        free.delete(server)
        actions.push({ kind: 'start', jobId: job.id, serverId: server.id })
        take(job)
      }
      return actions
    },
  }
}
