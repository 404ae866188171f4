import type { Frames } from '@storycanvas/timeline'
import { dissolve, prepareWipe, type Wipe, wipe } from './compose.ts'
import { blackFrame, type Frame, frameOf } from './frame.ts'
import { shotsOf } from './segment.ts'
import type { ShotSource } from './shot-source.ts'
import { type Picture, type Shot, type ShotPart, shotKey, type Span } from './span.ts'

export type ShotRange = { readonly shot: Shot; readonly from: Frames; readonly count: Frames }
export type OpenShot = (range: ShotRange) => Promise<ShotSource>

/** Every frame of a segment in order. A frame is valid until the next one is asked for. */
export async function* segmentFrames(
  spans: readonly Span[],
  canvas: { readonly width: number; readonly height: number },
  open: OpenShot,
): AsyncGenerator<Frame> {
  const nothing = blackFrame(canvas.width, canvas.height)
  const mixed = frameOf(canvas.width, canvas.height)
  const ranges = shotRanges(spans)
  const sources = new Map<string, ShotSource>()
  let prepared: Wipe | null = null

  const frameOfPart = async (part: ShotPart | null, start: Frames, ahead: Frames): Promise<Frame> => {
    if (part === null) return nothing
    const key = shotKey(part, start)
    const source = sources.get(key) ?? (await open(ranges.get(key) as ShotRange))
    sources.set(key, source)
    return await source.at(part.from + ahead)
  }

  try {
    for (const { picture, start, duration } of spans) {
      for (let ahead = 0; ahead < duration; ahead++) {
        if (picture.kind === 'black') yield nothing
        else if (picture.kind === 'shot') yield await frameOfPart(picture.part, start, ahead)
        else {
          const outgoing = await frameOfPart(picture.outgoing, start, ahead)
          const incoming = await frameOfPart(picture.incoming, start, ahead)
          const share = transitionShare(picture, ahead)
          if (picture.wipe === null) dissolve(outgoing, incoming, share, mixed)
          else {
            if (prepared?.number !== picture.wipe) prepared = prepareWipe(picture.wipe, mixed)
            wipe(outgoing, incoming, share, prepared, mixed)
          }
          yield mixed
        }
      }
    }
  } finally {
    for (const source of sources.values()) await source.close()
  }
}

/** The incoming picture's share, counted as our player, MLT and ffmpeg's own transitions count it: from 0, and 1 comes after the last. */
function transitionShare({ from, length }: Extract<Picture, { kind: 'transition' }>, ahead: Frames): number {
  return (from + ahead) / length
}

/** From the first to the last frame that a segment needs of each shot, so that a decoder is opened once for all its spans. */
function shotRanges(spans: readonly Span[]): ReadonlyMap<string, ShotRange> {
  const ranges = new Map<string, ShotRange>()
  for (const span of spans) {
    for (const part of shotsOf(span.picture)) {
      const { shot, from } = part
      const key = shotKey(part, span.start)
      const known = ranges.get(key)
      const first = Math.min(from, known?.from ?? from)
      const end = Math.max(from + span.duration, known === undefined ? 0 : known.from + known.count)
      ranges.set(key, { shot, from: first, count: end - first })
    }
  }
  return ranges
}
