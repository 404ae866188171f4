import type { Clip, Media, Timeline } from '../../model.ts'
import { isOnGrid, rescale, toTime } from '../../time/conversion.ts'
import { scale } from '../../time/fraction.ts'
import { timebase } from '../../time/rate.ts'
import { generatorHour } from './event.ts'

/** The media's timecode start on the list's grid: the same hours, minutes and seconds, which is what stands on the tape. */
const timecodeStart = (media: Media, timeline: Timeline): number => {
  if (media.kind === 'audio') return 0
  if (media.kind === 'image') return generatorHour(timeline.rate)
  const base = timebase(media.rate)
  const seconds = Math.floor(media.timecodeStart / base)
  return seconds * timebase(timeline.rate) + rescale(media.timecodeStart % base, media.rate, timeline.rate)
}

/** The source frame, on the list's grid and with the media's timecode, `offset` record frames after a clip's start. */
export const sourcePosition = (clip: Clip, media: Media, timeline: Timeline, offset: number): number => {
  const first = timecodeStart(media, timeline)
  if (media.kind === 'image') return first + offset
  const sourceIn = rescale(clip.sourceIn, media.rate, timeline.rate)
  const { num, den } = clip.speed
  return first + (num < 0 ? sourceIn - scale(offset, { num: -num, den }) : sourceIn + scale(offset, { num, den }))
}

/** Whether the clip's first source frame begins exactly with a frame of the list. */
export const isSourceExact = (clip: Clip, media: Media, timeline: Timeline): boolean =>
  media.kind === 'image' || isOnGrid(toTime(clip.speed.num < 0 ? clip.sourceIn + 1 : clip.sourceIn, media.rate), timeline.rate)
