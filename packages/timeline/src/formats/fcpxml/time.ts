import type { Rate } from '../../model.ts'
import type { Fraction } from '../../time/fraction.ts'
import { timebase } from '../../time/rate.ts'

/** Seconds as FCPXML writes them: `5s`, `1001/24000s`. */
export const timeText = ({ num, den }: Fraction): string => (den === 1 ? `${num}s` : `${num}/${den}s`)

/** Frames as seconds over the rate's own numerator, so that the grid stays visible: 10 at 29.97 are `10010/30000s`. */
export const framesText = (frames: number, rate: Rate): string => {
  const ticks = frames * rate.den
  return ticks % rate.num === 0 ? `${ticks / rate.num}s` : `${ticks}/${rate.num}s`
}

/**
 * Where the local time of gaps, stills and captions begins, in frames: an hour of timecode, as Final Cut does, so that they
 * can be lengthened at the front. At 29.97 that is 3603.6 s, which lies on the grid; 3600 s would not.
 */
export const generatorStart = (rate: Rate): number => 3600 * timebase(rate)
