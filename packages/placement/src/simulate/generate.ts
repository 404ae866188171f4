import { exponential, type Random, randomFrom } from '../random.ts'
import type { Instance, InstanceJob, InstanceServer } from './instance.ts'
import { lowerBoundMakespan } from './lower-bound.ts'

export type Wishes = {
  readonly kind: Instance['kind']
  readonly seed: number
  readonly jobs: number
  /** The first two are the fast ones that hold everything; the rest repeat in order. */
  readonly servers: number
  /** Share of the pool's capacity that arrives, where jobs arrive over time. */
  readonly utilisation: number
  /** 0 keeps the usual shares of models; more varies them by as many powers of e at most. */
  readonly mix: number
  /** Shares of jobs by user. */
  readonly users: readonly number[]
}

export const usualWishes: Omit<Wishes, 'kind' | 'seed' | 'jobs'> = {
  servers: 8,
  utilisation: 0.92,
  mix: 0,
  users: [0.42, 0.2, 0.14, 0.1, 0.09, 0.05],
}

/** Size, shortest and longest time on a server of speed 1, share of jobs. */
const catalogue = {
  sd15: { gigabytes: 2.5, seconds: [1.5, 4], share: 0.12 },
  sdxl: { gigabytes: 7, seconds: [4, 12], share: 0.25 },
  flux: { gigabytes: 17, seconds: [12, 35], share: 0.22 },
  qwen: { gigabytes: 22, seconds: [15, 45], share: 0.1 },
  zimage: { gigabytes: 12, seconds: [3, 8], share: 0.12 },
  wan5b: { gigabytes: 16, seconds: [90, 240], share: 0.05 },
  wan14b: { gigabytes: 34, seconds: [180, 420], share: 0.08 },
  ltx2: { gigabytes: 28, seconds: [40, 120], share: 0.06 },
} as const

const park = [
  { speed: 2.2, vram_gb: 80, load_gb_per_s: 4 },
  { speed: 2, vram_gb: 48, load_gb_per_s: 3 },
  { speed: 1, vram_gb: 24, load_gb_per_s: 2 },
  { speed: 1, vram_gb: 24, load_gb_per_s: 2 },
  { speed: 0.9, vram_gb: 24, load_gb_per_s: 1 },
  { speed: 0.6, vram_gb: 16, load_gb_per_s: 1 },
  { speed: 0.55, vram_gb: 16, load_gb_per_s: 0.6 },
  { speed: 0.45, vram_gb: 12, load_gb_per_s: 0.5 },
] as const

const names = Object.keys(catalogue) as (keyof typeof catalogue)[]
const missingShare = 0.15

/** An instance of the same kind as the samples: unequal servers, some models missing on the smaller ones, a long tail of times. */
export function generateInstance({ kind, seed, jobs, servers, utilisation, mix, users }: Wishes): Instance {
  const random = randomFrom(seed)
  const shares = names.map(name => catalogue[name].share * Math.exp(mix * (2 * random() - 1)))
  const instance = {
    kind,
    models: Object.fromEntries(names.map(name => [name, { size_gb: catalogue[name].gigabytes }])),
    servers: Array.from({ length: servers }, (_, at) => generateServer(random, at)),
    jobs: Array.from({ length: jobs }, (_, id) => generateJob(random, id, shares, users)),
  }
  const bound = lowerBoundMakespan(instance)
  const rate = kind === 'online' ? jobs / (bound / utilisation) : Infinity
  let at = 0
  const arriving = instance.jobs.map(job => ({ ...job, arrival_s: (at += exponential(random, rate)) }))
  return { ...instance, jobs: arriving, lower_bound_makespan_s: bound }
}

function generateServer(random: Random, at: number): InstanceServer {
  const card = park[at < 2 ? at : 2 + ((at - 2) % (park.length - 2))] as (typeof park)[number]
  const fitting = names.filter(name => catalogue[name].gigabytes <= card.vram_gb)
  return { id: `s${at}`, ...card, models: fitting.filter(name => at < 2 || name === 'sdxl' || random() > missingShare) }
}

function generateJob(random: Random, id: number, shares: readonly number[], users: readonly number[]): InstanceJob {
  const model = names[drawn(random, shares)] as keyof typeof catalogue
  const [least, most] = catalogue[model].seconds
  return { id, arrival_s: 0, model, base_s: least + random() * (most - least), user: `u${drawn(random, users)}` }
}

function drawn(random: Random, shares: readonly number[]): number {
  let left = random() * shares.reduce((sum, share) => sum + share, 0)
  const at = shares.findIndex(share => (left -= share) < 0)
  return at < 0 ? shares.length - 1 : at
}
