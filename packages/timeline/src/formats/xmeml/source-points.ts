import type { Edges } from '../../layout.ts'
import type { Clip, Media, Timeline } from '../../model.ts'
import { isOnGrid, rescale, toTime } from '../../time/conversion.ts'
import { scale } from '../../time/fraction.ts'
import { timebase } from '../../time/rate.ts'

/** Stills are files of two hours that clips begin an hour into, so that transitions find frames on either side. */
export const stillStart = (timeline: Timeline): number => 3600 * timebase(timeline.rate)

/** Length of a media in frames of the sequence. */
export const fileDuration = (media: Media, timeline: Timeline): number =>
  media.kind === 'image' ? 2 * stillStart(timeline) : rescale(media.duration, media.rate, timeline.rate)

/** `in`, `out` and `duration` of a clip item, on the sequence's grid and in retimed frames, as Premiere and Resolve read them. */
export type SourcePoints = { readonly in: number; readonly out: number; readonly duration: number }

/** A clip's first frame, before any transition. */
const firstFrame = (clip: Clip, media: Media, timeline: Timeline): number => {
  if (media.kind === 'image') return stillStart(timeline)
  const { num, den } = clip.speed
  if (num === 0) return 0
  if (num > 0) return scale(rescale(clip.sourceIn, media.rate, timeline.rate), { num: den, den: num })
  return scale(rescale(media.duration - clip.sourceIn - 1, media.rate, timeline.rate), { num: den, den: -num })
}

export const sourcePoints = (clip: Clip, media: Media, edges: Edges, timeline: Timeline): SourcePoints => {
  const first = firstFrame(clip, media, timeline)
  const length = fileDuration(media, timeline)
  const before = edges.transitionIn?.inOffset ?? 0
  const after = edges.transitionOut?.outOffset ?? 0
  const speed = Math.abs(clip.speed.num)
  const duration = speed === 0 ? clip.duration + before + after : scale(length, { num: clip.speed.den, den: speed })
  const start = speed === 0 ? before : first
  return { in: start - before, out: start + clip.duration + after, duration }
}

/** Whether the clip's source begins exactly with a frame of the sequence. */
export const isExact = (clip: Clip, media: Media, timeline: Timeline): boolean =>
  media.kind === 'image' || isOnGrid(toTime(clip.sourceIn, media.rate), timeline.rate)
