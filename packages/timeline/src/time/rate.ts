import type { Frames, Rate, Seconds } from '../model.ts'
import { fraction } from './fraction.ts'

/** The frame rates in daily use. */
export const commonRates = {
  '23.976': { num: 24000, den: 1001 },
  '24': { num: 24, den: 1 },
  '25': { num: 25, den: 1 },
  '29.97': { num: 30000, den: 1001 },
  '30': { num: 30, den: 1 },
  '50': { num: 50, den: 1 },
  '59.94': { num: 60000, den: 1001 },
  '60': { num: 60, den: 1 },
} as const satisfies { [name: string]: Rate }

/**
 * The exact rate behind a decimal one: 29.97 becomes 30000/1001, 12.5 becomes 25/2.
 * @throws RangeError when `framesPerSecond` is not a positive finite number.
 */
export const rateOf = (framesPerSecond: number): Rate => {
  if (!(framesPerSecond > 0) || !Number.isFinite(framesPerSecond)) throw new RangeError(`No frame rate: ${framesPerSecond}`)
  const nearest = Math.round(framesPerSecond)
  if (Math.abs(framesPerSecond - nearest) < 1e-6) return { num: nearest, den: 1 }
  const timebase = Math.ceil(framesPerSecond)
  // 23.98, 29.97 and 119.88 are the usual roundings of n × 1000/1001.
  if (Math.abs(framesPerSecond - (timebase * 1000) / 1001) < 0.006) return { num: timebase * 1000, den: 1001 }
  return fraction(Math.round(framesPerSecond * 1000), 1000)
}

/** Frames that one second of timecode counts: 30 for 29.97. */
export const timebase = (rate: Rate): number => Math.round(rate.num / rate.den)

/** Whether the rate is one of the 1000/1001 family. */
export const isNtsc = (rate: Rate): boolean => rate.num * 1001 === timebase(rate) * 1000 * rate.den

/** Drop frame exists for 29.97 and 59.94 only. */
export const allowsDropFrame = (rate: Rate): boolean => isNtsc(rate) && (timebase(rate) === 30 || timebase(rate) === 60)

export const sameRate = (a: Rate, b: Rate): boolean => a.num * b.den === b.num * a.den

/** For display, and for programs that want nothing better. */
export const seconds = (frames: Frames, rate: Rate): Seconds => (frames * rate.den) / rate.num

/** A rate in words: `29.97`, `25`. */
export const rateLabel = (rate: Rate): string => String(Math.round((rate.num / rate.den) * 1000) / 1000)
