import { seededRandom } from './random.ts'

/** What can go wrong, by where. Each was seen on real servers. */
export type FaultPlaces = {
  /** POST /prompt. */
  readonly submit:
    | 'no-connection'
    /** The job is queued, the reply never comes. */
    | 'lost-reply'
    | 'error-yet-queued'
    | 'error-and-not-queued'
    | 'bad-gateway'
    /** The answer is 200, but only some outputs will run. */
    | 'partly-valid'
    | 'queued-twice'
    | 'another-id'
    | 'html'
    | 'cut-json'
    | 'busy'
    | 'redirect'
  /** When a job is about to run. */
  readonly run:
    | 'out-of-memory'
    | 'disk-full'
    | 'node-error'
    | 'crash'
    | 'crash-after-success'
    | 'worker-dies'
    | 'never-ends'
    | 'interrupted-by-someone'
  /** When a job has ended. */
  readonly history: 'late' | 'cleared'
  /** GET /view. */
  readonly view: 'cut' | 'gone' | 'stalled' | 'endless' | 'html' | 'error'
  /** Any GET of a state. */
  readonly look: 'error' | 'html' | 'cut-json' | 'stalled' | 'endless'
  /** For each job, what its frames look like. */
  readonly events: 'silent' | 'dropped' | 'twice' | 'garbage' | 'of-strangers' | 'ended-first' | 'absurd-progress'
  /** What a finished job claims to have written. */
  readonly outputs: 'hostile-names' | 'none' | 'too-many'
}

export type FaultPlace = keyof FaultPlaces

export type FaultRates = { readonly [P in FaultPlace]?: { readonly [F in FaultPlaces[P]]?: number } }

/** Faults that are ordered come first, in their order; then chance, by the rates. */
export type Faults = {
  /** The next time something happens there, and so many times. */
  order<P extends FaultPlace>(place: P, fault: FaultPlaces[P], times?: number): void
  /** Forgets what was ordered and has not struck. */
  clear(): void
  /** Probability of each, from 0 to 1. */
  setRates(rates: FaultRates): void
  take<P extends FaultPlace>(place: P): FaultPlaces[P] | undefined
  /** How often each has struck, as `place fault`. */
  readonly struck: ReadonlyMap<string, number>
}

export function createFaults(seed: number, first: FaultRates = {}): Faults {
  const random = seededRandom(seed)
  const ordered = new Map<FaultPlace, string[]>()
  const struck = new Map<string, number>()
  let rates: FaultRates = first
  const byChance = (place: FaultPlace): string | undefined => {
    let roll = random()
    return Object.entries(rates[place] ?? {}).find(([, rate]) => (roll -= rate) < 0)?.[0]
  }
  return {
    order: (place, fault, times = 1) => {
      ordered.set(place, [...(ordered.get(place) ?? []), ...Array<string>(times).fill(fault)])
    },
    clear: () => ordered.clear(),
    setRates: next => {
      rates = next
    },
    take: <P extends FaultPlace>(place: P) => {
      const fault = ordered.get(place)?.shift() ?? byChance(place)
      if (fault !== undefined) struck.set(`${place} ${fault}`, (struck.get(`${place} ${fault}`) ?? 0) + 1)
      return fault as FaultPlaces[P] | undefined
    },
    struck,
  }
}
