import type { Seconds } from '../model.ts'

/** A placement instance, as its file holds it; times in seconds, sizes in gigabytes. */
export type Instance = {
  readonly kind: 'batch' | 'online'
  readonly models: Readonly<Record<string, { readonly size_gb: number }>>
  readonly servers: readonly InstanceServer[]
  readonly jobs: readonly InstanceJob[]
  /** Computed where the file does not tell. */
  readonly lower_bound_makespan_s?: number
  readonly baselines?: Readonly<Record<string, Partial<Figures>>>
}

export type InstanceServer = {
  readonly id: string
  readonly speed: number
  readonly vram_gb: number
  readonly load_gb_per_s: number
  readonly models: readonly string[]
}

export type InstanceJob = {
  readonly id: number
  readonly arrival_s: Seconds
  readonly model: string
  readonly base_s: Seconds
  readonly user: string
}

export type Figures = {
  readonly makespan_s: number
  readonly mean_flow_s: number
  /** Flow ÷ service on the fastest server that has the model, loading left out. */
  readonly p95_slowdown: number
  readonly loads: number
}

export class InvalidInstance extends Error {
  override name = 'InvalidInstance'
}

/** Reads an instance, or throws {@link InvalidInstance} with the field and what it should hold. */
export function parseInstance(text: string): Instance {
  const value = record(parseJson(text), 'the file')
  const kind = value['kind']
  if (kind !== 'batch' && kind !== 'online') throw new InvalidInstance('kind has to be "batch" or "online".')
  const models = record(value['models'], 'models')
  for (const [name, model] of Object.entries(models)) positive(record(model, `models.${name}`), 'size_gb', `models.${name}`)
  const jobs = list(value['jobs'], 'jobs')
  const servers = list(value['servers'], 'servers')
  servers.forEach((server, at) => checkServer(server, `servers[${at}]`, models))
  const runnable = new Set(servers.flatMap(server => server['models'] as string[]))
  jobs.forEach((job, at) => checkJob(job, `jobs[${at}]`, runnable))
  unique(servers, 'servers')
  unique(jobs, 'jobs')
  const bound = value['lower_bound_makespan_s']
  if (bound !== undefined && !(typeof bound === 'number' && bound > 0))
    throw new InvalidInstance('lower_bound_makespan_s has to be a number above 0, or left out.')
  const sorted = (jobs as unknown as InstanceJob[]).toSorted((a, b) => a.arrival_s - b.arrival_s)
  return { ...(value as unknown as Instance), jobs: sorted }
}

type Fields = Record<string, unknown>

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidInstance(`this is no JSON: ${(cause as Error).message}`, { cause })
  }
}

function checkServer(server: Fields, place: string, models: Fields): void {
  if (typeof server['id'] !== 'string') throw new InvalidInstance(`${place}.id has to be a text.`)
  for (const field of ['speed', 'vram_gb', 'load_gb_per_s']) positive(server, field, place)
  const names = server['models']
  if (!Array.isArray(names) || !names.every(name => typeof name === 'string' && name in models))
    throw new InvalidInstance(`${place}.models has to be a list of names that stand in models.`)
  const tooLarge = names.find(name => (models[name] as { size_gb: number }).size_gb > (server['vram_gb'] as number))
  if (tooLarge !== undefined) throw new InvalidInstance(`${place}.models names ${tooLarge}, which does not fit in its vram_gb.`)
}

function checkJob(job: Fields, place: string, runnable: ReadonlySet<string>): void {
  if (typeof job['id'] !== 'number') throw new InvalidInstance(`${place}.id has to be a number.`)
  if (typeof job['user'] !== 'string') throw new InvalidInstance(`${place}.user has to be a text.`)
  if (!(typeof job['arrival_s'] === 'number' && job['arrival_s'] >= 0))
    throw new InvalidInstance(`${place}.arrival_s has to be a number from 0.`)
  positive(job, 'base_s', place)
  if (!runnable.has(String(job['model']))) throw new InvalidInstance(`${place}.model: no server has ${String(job['model'])}.`)
}

function unique(things: readonly Fields[], place: string): void {
  const ids = new Set(things.map(({ id }) => id))
  if (ids.size < things.length) throw new InvalidInstance(`two entries of ${place} have the same id.`)
}

function positive(fields: Fields, field: string, place: string): void {
  const value = fields[field]
  if (!(typeof value === 'number' && Number.isFinite(value) && value > 0))
    throw new InvalidInstance(`${place}.${field} has to be a number above 0.`)
}

function record(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidInstance(`${place} has to be an object.`)
  return value as Fields
}

function list(value: unknown, place: string): Fields[] {
  if (!Array.isArray(value) || value.length === 0) throw new InvalidInstance(`${place} has to be a list that is not empty.`)
  return value.map((entry, at) => record(entry, `${place}[${at}]`))
}
