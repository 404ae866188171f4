import type { Fraction } from '../../time/fraction.ts'
import type { Frames, Json, Rate } from '../../model.ts'

/** A rate as OTIO stores it, the double nearest to 30000/1001 and not 29.97: OTIO compares rates bit by bit. */
export const rateNumber = (rate: Rate | Fraction): number => rate.num / rate.den

export const rationalTime = (frames: Frames, rate: Rate): { [key: string]: Json } => ({
  OTIO_SCHEMA: 'RationalTime.1',
  rate: rateNumber(rate),
  value: frames,
})

/** The start may count on another grid than the duration: sources have their own rate, durations are record frames. */
export const timeRange = (start: Frames, startRate: Rate, duration: Frames, durationRate: Rate): { [key: string]: Json } => ({
  OTIO_SCHEMA: 'TimeRange.1',
  duration: rationalTime(duration, durationRate),
  start_time: rationalTime(start, startRate),
})
