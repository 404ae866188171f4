import type { Clip, Frames, Media, Rate } from '../model.ts'
import { divide, type Fraction, fraction, multiply, scale } from '../time/fraction.ts'

/** Source frames (samples for sound) that pass in one record frame; zero for stills and frozen clips. */
export const sourceStep = (clip: Clip, media: Media, rate: Rate): Fraction => {
  if (media.kind === 'image') return { num: 0, den: 1 }
  const conform = divide(fraction(media.rate.num, media.rate.den), fraction(rate.num, rate.den))
  return multiply(conform, fraction(clip.speed.num, clip.speed.den))
}

/** The source frame shown `offset` record frames after a clip's start, given its first one and its step. */
export const steppedFrame = (sourceIn: Frames, step: Fraction, offset: Frames): Frames =>
  // Backwards the mirror image of forwards, so that a reversed clip shows the same frames for as long.
  step.num < 0 ? sourceIn - scale(offset, { num: -step.num, den: step.den }) : sourceIn + scale(offset, step)

/**
 * The source frame that a clip shows `offset` record frames after its start; negative offsets reach into the handle.
 * Between two frames of the source the earlier one shows.
 */
export const sourceFrame = (clip: Clip, media: Media, rate: Rate, offset: Frames): Frames =>
  steppedFrame(clip.sourceIn, sourceStep(clip, media, rate), offset)

/**
 * The stretch of source that a clip needs with handles of `before` and `after` record frames, exact, end exclusive, in
 * source frames. A frozen frame needs one.
 */
export const sourceRange = (
  clip: Clip,
  media: Media,
  rate: Rate,
  before: Frames,
  after: Frames,
): { from: Fraction; to: Fraction } => {
  const step = sourceStep(clip, media, rate)
  const at = (frames: Frames, origin: Frames): Fraction => {
    const moved = multiply({ num: frames, den: 1 }, step)
    return { num: origin * moved.den + moved.num, den: moved.den }
  }
  if (step.num === 0) return { from: fraction(clip.sourceIn), to: fraction(clip.sourceIn + 1) }
  if (step.num > 0) return { from: at(0 - before, clip.sourceIn), to: at(clip.duration + after, clip.sourceIn) }
  return { from: at(clip.duration + after, clip.sourceIn + 1), to: at(0 - before, clip.sourceIn + 1) }
}
