import { sourceStep } from '../../frames/source.ts'
import type { Clip, Frames, Media, Timeline } from '../../model.ts'
import { sameRate } from '../../time/rate.ts'

/** A clip of a track with the record frames before and after it that its transitions show. */
export type Piece = {
  readonly clip: Clip
  readonly media: Media
  readonly kind: 'video' | 'audio'
  readonly handles: { readonly before: Frames; readonly after: Frames }
}

/** Record frames of a remapped clip with its handles: what its chain is long. */
export const remapFrames = ({ clip, handles }: Piece): Frames => handles.before + clip.duration + handles.after

/**
 * The map of MLT's `timeremap` from frames of the chain to seconds of the source, for pictures that do not run frame by
 * frame with the record; null for the others. A producer alone rounds a source of another rate to its nearest frame, and
 * counts a warped one on a grid of its own; the map can be read off between frames, where neither rounding can reach.
 */
export const remapOf = (piece: Piece, { rate }: Timeline): string | null => {
  const { clip, media, kind, handles } = piece
  if (kind !== 'video' || media.kind !== 'video') return null
  if (clip.speed.num === clip.speed.den && sameRate(media.rate, rate)) return null
  const step = sourceStep(clip, media, rate)
  // Points of the source are multiples of 1 / den of a frame: half of that away from one, `floor` is sure of its side.
  const aside = 1 / (2 * step.den)
  const origin = clip.sourceIn + (step.num < 0 ? 1 - aside : aside)
  const secondsAt = (offset: Frames): number => ((origin + (offset * step.num) / step.den) * media.rate.den) / media.rate.num
  const frames = remapFrames(piece)
  return `0=${secondsAt(0 - handles.before).toFixed(9)}; ${frames}=${secondsAt(frames - handles.before).toFixed(9)}`
}
