import type { Trust } from './tables.ts'

/** Seconds of the first rest; each further failure in a row doubles it. */
const firstRest = 2
const longestRest = 300
/** A server that has gone well for so long is a new one. Until then each failure counts on from the last: flapping rests longer. */
const forgivenAfter = 600

export const fullTrust: Trust = { failures: 0, restsUntil: null, reason: null }

/** The server failed as a whole: it did not answer, it lost what it had, or it executes nothing. Times in milliseconds. */
export function failed(trust: Trust, reason: string, now: number): Trust {
  const last = trust.restsUntil === null ? now : Date.parse(trust.restsUntil)
  const failures = (now - last > forgivenAfter * 1000 ? 0 : trust.failures) + 1
  const rest = Math.min(longestRest, firstRest * 2 ** (failures - 1))
  return { failures, restsUntil: new Date(now + rest * 1000).toISOString(), reason }
}

/** It was looked at after its rest and is well: it works again, and is remembered. */
export const recovered = (trust: Trust): Trust => ({ ...trust, reason: null })

export const isResting = ({ reason }: Trust): boolean => reason !== null

/** When a resting server may be looked at again (half open), in milliseconds. */
export const mayTryAt = ({ restsUntil }: Trust): number => (restsUntil === null ? 0 : Date.parse(restsUntil))
