import type { Frames, Rate } from '../model.ts'
import { type Fraction, divide, fraction, multiply, type Rounding, round, scale } from './fraction.ts'

/** Exact seconds of a frame count. */
export const toTime = (frames: Frames, rate: Rate): Fraction => multiply({ num: frames, den: 1 }, fraction(rate.den, rate.num))

/** Frames of `rate` in exact seconds; what does not fall on the grid is rounded as told. */
export const toFrames = (time: Fraction, rate: Rate, rounding: Rounding = 'nearest'): Frames =>
  round(multiply(time, fraction(rate.num, rate.den)), rounding)

/** Frames of one grid as frames of another that show the same instant. */
export const rescale = (frames: Frames, from: Rate, to: Rate, rounding: Rounding = 'floor'): Frames =>
  scale(frames, divide(fraction(to.num, to.den), fraction(from.num, from.den)), rounding)

/** Whether the instant lies on the grid of `rate`. */
export const isOnGrid = (time: Fraction, rate: Rate): boolean => multiply(time, fraction(rate.num, rate.den)).den === 1
