import { decide } from '../decide.ts'
import { createPaces, type Priors } from '../learn/paces.ts'
import type { Job, JobKind, Server } from '../model.ts'
import { createPool, finishJob, putServer, queueJob, startJob, startPreload } from '../pool.ts'
import type { Settings } from '../settings.ts'
import type { Estimates } from './estimates.ts'
import type { Instance, InstanceJob, InstanceServer } from './instance.ts'
import { mean } from './measure.ts'
import { kindsOf, type Policy } from './simulate.ts'

/** Speeds that are known and never doubted; what is learnt of pairs stays at nothing. */
const knownPaces: Priors = {
  server: { mean: 0, variance: 0 },
  preset: { mean: 0, variance: 0 },
  pair: 0,
  job: 0.02,
  drift: 0,
}

/**
 * StoryCanvas's own policy on an instance. With `estimates` it knows every server's speed and is told a noisy time for each
 * job and server, of which it takes the mean; without, it knows neither speeds nor how long any model takes, nor which jobs are
 * longer than others, and learns from what has finished.
 */
export function placementPolicy(instance: Instance, estimates: Estimates | null, settings: Partial<Settings> = {}): Policy {
  const paces = createPaces(estimates ? knownPaces : undefined)
  if (estimates) for (const { id, speed } of instance.servers) paces.servers.set(id, { mean: -Math.log(speed), variance: 0 })
  const pool = createPool({ goal: instance.kind === 'batch' ? 'makespan' : 'flow', ...settings }, paces)
  const kinds = kindsOf(instance)
  for (const server of instance.servers) putServer(pool, asServer(server))
  const workOf = (job: InstanceJob): number => {
    const able = instance.servers.filter(({ models }) => models.includes(job.model))
    return estimates ? mean(able.map(server => estimates(job, server) * server.speed)) : 1
  }
  return {
    arrived: job => queueJob(pool, asJob(job, kinds.get(job.model) as JobKind, workOf(job))),
    started: ({ id }, serverId, now) => startJob(pool, String(id), serverId, now),
    finished: (_, serverId, seconds, now) => finishJob(pool, serverId, seconds, now),
    preloaded: (name, serverId, until) => startPreload(pool, serverId, (kinds.get(name) as JobKind).heavy, until),
    decide: now =>
      decide(pool, now).map(decision =>
        decision.kind === 'preload' ? decision : { kind: 'start', jobId: Number(decision.jobId), serverId: decision.serverId },
      ),
  }
}

const asServer = ({ id, vram_gb, load_gb_per_s, models }: InstanceServer): Server => ({
  id,
  state: 'up',
  vramGigabytes: vram_gb,
  loadGigabytesPerSecond: load_gb_per_s,
  files: new Set(models),
  nodes: 'any',
})

const asJob = ({ id, user, arrival_s }: InstanceJob, kind: JobKind, work: number): Job => ({
  id: String(id),
  kind,
  user,
  priority: 0,
  queuedAt: arrival_s,
  work,
})
