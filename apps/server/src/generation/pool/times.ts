import { type AttemptTimes, usualTimes } from '../attempts/run.ts'

/** Milliseconds. */
export type PoolTimes = {
  readonly attempt: AttemptTimes
  readonly healthEvery: number
  /** How often open attempts are looked for that nobody follows. */
  readonly adoptEvery: number
  /** Jobs wait and none runs for so long: the server executes nothing any more. */
  readonly zombieAfter: number
  /** A job that has not ended after so many times its estimate, and at least this long, is called off. */
  readonly stallFactor: number
  readonly leastStall: number
}

export const usualPoolTimes: PoolTimes = {
  attempt: usualTimes,
  healthEvery: 4000,
  adoptEvery: 15_000,
  zombieAfter: 12_000,
  stallFactor: 20,
  leastStall: 900_000,
}

/** For test servers, whose minutes are seconds. */
export const hurriedTimes: PoolTimes = {
  attempt: {
    firstPause: 100,
    longestPause: 600,
    betweenLooks: 200,
    lookWithin: 1500,
    silentFor: 2000,
    unreachableFor: 1000,
    paidSilence: 60_000,
    evictWithin: 4000,
  },
  healthEvery: 700,
  adoptEvery: 1000,
  zombieAfter: 1500,
  stallFactor: 0,
  leastStall: 8000,
}
