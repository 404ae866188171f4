import { frameMap, sourcesAt } from '../frames/map.ts'
import type { Timeline } from '../model.ts'

/** Every span of a timeline's frame map in words, with the first and last source frame that it shows. */
export const picture = (timeline: Timeline, mediaName: (mediaId: string) => string = id => id): string[] =>
  frameMap(timeline).tracks.flatMap((track, index) =>
    track.spans
      .filter(span => span.shown.length > 0)
      .map(span => {
        const last = sourcesAt(span, span.start + span.duration - 1)
        const shown = sourcesAt(span, span.start).map(
          (first, at) => `${mediaName(first.mediaId)} ${first.frame}–${last[at]?.frame}`,
        )
        return `${track.kind} ${index}: ${span.start}+${span.duration} ${shown.join(' & ')}`
      }),
  )
