/**
 * How many seconds a unit of work takes, per server and preset. In logarithms it is the server's slowness plus the preset's
 * base plus what is special to the pair; each part is a normal belief. An unseen pair is thus guessed from what its server did
 * with other presets and from what other servers did with its preset, and moves to its own mean as jobs are seen.
 */
export type Belief = { mean: number; variance: number }

export type Priors = {
  /** Of a server's slowness around the pool's. */
  readonly server: Belief
  /** Of a preset's base, seconds per unit of work. */
  readonly preset: Belief
  /** Variance of what is special to a pair. */
  readonly pair: number
  /** Variance of single jobs about their expectation. */
  readonly job: number
  /** Variance that a belief regains with each job seen: a card that throttles is noticed. */
  readonly drift: number
}

/** Nothing known: servers differ by a factor of two either way, presets take between seconds and many minutes. */
export const unknownPaces: Priors = {
  server: { mean: 0, variance: 0.5 },
  preset: { mean: Math.log(30), variance: 2.5 },
  pair: 0.02,
  job: 0.08,
  drift: 0.0002,
}

export type Paces = {
  readonly priors: Priors
  readonly servers: Map<string, Belief>
  readonly presets: Map<string, Belief>
  readonly pairs: Map<string, Belief>
}

export const createPaces = (priors: Priors = unknownPaces): Paces => ({
  priors,
  servers: new Map(),
  presets: new Map(),
  pairs: new Map(),
})

/** Seconds per unit of work as a log-normal distribution: its median, and the standard deviation of its logarithm. */
export type Pace = { readonly median: number; readonly spread: number }

export function paceOf(paces: Paces, serverId: string, preset: string): Pace {
  const parts = partsOf(paces, serverId, preset)
  const mean = parts.reduce((sum, part) => sum + part.mean, 0)
  const variance = parts.reduce((sum, part) => sum + part.variance, 0)
  return { median: Math.exp(mean), spread: Math.sqrt(variance + paces.priors.job) }
}

/** Learns from a finished job: `seconds` of running, loading not counted, for `work` units. */
export function learnPace(paces: Paces, serverId: string, preset: string, work: number, seconds: number): void {
  if (!(work > 0) || !(seconds > 0)) return
  const parts = partsOf(paces, serverId, preset)
  const expected = parts.reduce((sum, part) => sum + part.mean, 0)
  const total = parts.reduce((sum, part) => sum + part.variance, paces.priors.job)
  const surprise = Math.log(seconds / work) - expected
  // Each part takes its share of the surprise by how unsure it was: a Kalman step with the covariances left out.
  const [server, preset_, pair] = parts.map(({ mean, variance }) => {
    const gain = variance / total
    return { mean: mean + gain * surprise, variance: variance * (1 - gain) + (variance > 0 ? paces.priors.drift : 0) }
  })
  if (!server || !preset_ || !pair) return
  paces.servers.set(serverId, server)
  paces.presets.set(preset, preset_)
  paces.pairs.set(pairKey(serverId, preset), pair)
}

function partsOf({ priors, servers, presets, pairs }: Paces, serverId: string, preset: string): Belief[] {
  return [
    servers.get(serverId) ?? priors.server,
    presets.get(preset) ?? priors.preset,
    pairs.get(pairKey(serverId, preset)) ?? { mean: 0, variance: priors.pair },
  ]
}

const pairKey = (serverId: string, preset: string): string => `${preset}\n${serverId}`
