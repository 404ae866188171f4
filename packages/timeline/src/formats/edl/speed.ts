import type { Rate } from '../../model.ts'
import { type Fraction, fraction } from '../../time/fraction.ts'
import { isNtsc } from '../../time/rate.ts'

/** The frames per second of an `M2` line: `060.0`, `-12.0`, `59.94`; five characters unless the speed needs more. */
export const speedText = (speed: Fraction, rate: Rate): string => {
  const framesPerSecond = (speed.num * rate.num) / (speed.den * rate.den)
  const digits = isNtsc(rate) && speed.num !== 0 ? 2 : 1
  const plain = Math.abs(framesPerSecond).toFixed(digits)
  return speed.num < 0 ? `-${plain.padStart(4, '0')}` : plain.padStart(5, '0')
}

/**
 * The simplest speed that is written as this text, or the text's own value over the rate.
 * @throws RangeError for a text that is no number of frames per second.
 */
export const parseSpeed = (text: string, rate: Rate): Fraction => {
  const value = Number(text)
  if (!/^-?\d{1,6}(\.\d{1,6})?$/.test(text))
    throw new RangeError(`the speed “${text.slice(0, 30)}” is no number of frames per second`)
  const factor = (value * rate.den) / rate.num
  for (let den = 1; den <= 24; den++) {
    const found = fraction(Math.round(factor * den), den)
    if (Number(speedText(found, rate)) === value) return found
  }
  return fraction(Math.round(factor * 10000), 10000)
}
