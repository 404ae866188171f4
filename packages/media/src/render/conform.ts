import { type Frames, type Rate, rescale, sameRate } from '@storycanvas/timeline'
import type { Picture, Shot, ShotPart, Span } from './span.ts'

/**
 * Spans of one frame rate in another. Each cut goes to the first frame at or after it, and what that is later by is added to where
 * the shot begins in its source: every frame shows what the timeline shows at its time.
 */
export function conformSpans(spans: readonly Span[], from: Rate, to: Rate): readonly Span[] {
  if (sameRate(from, to)) return spans
  return spans.flatMap(({ start, duration, picture }) => {
    const first = conformed(start, from, to)
    const length = conformed(start + duration, from, to) - first
    return length === 0 ? [] : [{ start: first, duration: length, picture: pictureAt(picture, start, from, to) }]
  })
}

/** The first frame of `to` that is not before this frame of `from`. */
export function conformed(frame: Frames, from: Rate, to: Rate): Frames {
  return rescale(frame, from, to, 'ceil')
}

function pictureAt(picture: Picture, start: Frames, from: Rate, to: Rate): Picture {
  const part = (one: ShotPart): ShotPart => partAt(one, start, from, to)
  switch (picture.kind) {
    case 'black':
      return picture
    case 'shot':
      return { kind: 'shot', part: part(picture.part) }
    case 'transition': {
      const begin = conformed(start - picture.from, from, to)
      return {
        ...picture,
        outgoing: picture.outgoing && part(picture.outgoing),
        incoming: picture.incoming && part(picture.incoming),
        from: conformed(start, from, to) - begin,
        length: conformed(start - picture.from + picture.length, from, to) - begin,
      }
    }
  }
}

function partAt(part: ShotPart, start: Frames, from: Rate, to: Rate): ShotPart {
  const clipStart = start - part.from
  const first = conformed(clipStart, from, to)
  const late = (first * to.den) / to.num - (clipStart * from.den) / from.num
  const length = (frames: Frames): Frames => rescale(frames, from, to, 'nearest')
  const { shot } = part
  const moved: Shot = {
    ...shot,
    sourceSeconds: shot.sourceSeconds + late * shot.speed,
    duration: conformed(clipStart + shot.duration, from, to) - first,
    fadeIn: length(shot.fadeIn),
    fadeOut: length(shot.fadeOut),
  }
  return { shot: moved, from: conformed(start, from, to) - first }
}
