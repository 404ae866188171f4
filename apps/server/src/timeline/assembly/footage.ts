import { type Clip, type Fraction, type Frames, type Media, type Rate, round, sourceStep } from '@storycanvas/timeline'

/** What plays frame by frame. */
export type RunningMedia = Exclude<Media, { kind: 'image' }>

/** Record frames that a clip can run before its source ends, on the side towards which it plays. */
export function runningFrames(clip: Clip, media: RunningMedia, rate: Rate): Frames {
  const step = sourceStep(clip, media, rate)
  if (step.num === 0) return Number.POSITIVE_INFINITY
  return recordFrames(step.num > 0 ? media.duration - clip.sourceIn : clip.sourceIn + 1, step)
}

/** Record frames of source before a clip's first and behind its last frame; endless for stills and for what is held. */
export function handlesOf(clip: Clip, media: Media, rate: Rate): { before: Frames; after: Frames } {
  const step = media.kind === 'image' ? null : sourceStep(clip, media, rate)
  if (media.kind === 'image' || step === null || step.num === 0)
    return { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY }
  const behind = step.num > 0 ? clip.sourceIn : media.duration - clip.sourceIn - 1
  return { before: recordFrames(behind, step), after: runningFrames(clip, media, rate) - clip.duration }
}

/** Whole record frames that so much source lasts. */
const recordFrames = (source: Frames, step: Fraction): Frames =>
  Math.max(0, round({ num: source * step.den, den: Math.abs(step.num) }, 'floor'))
