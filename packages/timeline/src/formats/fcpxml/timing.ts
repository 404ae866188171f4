import type { Clip, Media, Timeline } from '../../model.ts'
import { toTime } from '../../time/conversion.ts'
import { add, divide, type Fraction, fraction, subtract } from '../../time/fraction.ts'
import { rateLabel, sameRate } from '../../time/rate.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import type { Edges } from '../../layout.ts'
import { generatorStart, timeText } from './time.ts'

type TimePoint = { readonly time: Fraction; readonly value: Fraction }

/** A clip's local time at its first frame, and how that time maps to the media where the speed is not 1. */
export type Timing = { readonly start: Fraction; readonly map: readonly TimePoint[] }

const mediaStart = (media: Media): Fraction => (media.kind === 'video' ? toTime(media.timecodeStart, media.rate) : fraction(0))

/**
 * Final Cut maps the whole media, so that a retimed clip can still be lengthened; `start` then counts in retimed time.
 * A frozen frame has no such map and gets one as long as the clip and its handles.
 */
export const timing = (clip: Clip, media: Media, edges: Edges, timeline: Timeline): Timing => {
  if (media.kind === 'image') return { start: toTime(generatorStart(timeline.rate), timeline.rate), map: [] }
  const first = mediaStart(media)
  const last = add(first, toTime(media.duration, media.rate))
  const { speed } = clip
  const source = toTime(clip.sourceIn, media.rate)
  if (speed.num === speed.den) return { start: add(first, source), map: [] }
  if (speed.num === 0) {
    const value = add(first, source)
    const before = toTime(edges.transitionIn?.inOffset ?? 0, timeline.rate)
    const after = toTime(clip.duration + (edges.transitionOut?.outOffset ?? 0), timeline.rate)
    const start = add(first, before)
    return {
      start,
      map: [
        { time: first, value },
        { time: add(start, after), value },
      ],
    }
  }
  const length = divide(subtract(last, first), fraction(Math.abs(speed.num), speed.den))
  if (speed.num > 0)
    return {
      start: add(first, divide(source, fraction(speed.num, speed.den))),
      map: [
        { time: first, value: first },
        { time: add(first, length), value: last },
      ],
    }
  const left = toTime(media.duration - clip.sourceIn - 1, media.rate)
  return {
    start: add(first, divide(left, fraction(-speed.num, speed.den))),
    map: [
      { time: first, value: last },
      { time: add(first, length), value: first },
    ],
  }
}

// The enumeration of the DTD, which names 23.976 so.
const conformNames: { readonly [label: string]: string } = {
  '23.976': '23.98',
  '24': '24',
  '25': '25',
  '29.97': '29.97',
  '30': '30',
  '47.952': '47.95',
  '48': '48',
  '50': '50',
  '59.94': '59.94',
  '60': '60',
}

export const writeTiming = (xml: XmlWriter, { map }: Timing, media: Media, timeline: Timeline): void => {
  if (media.kind === 'video' && !sameRate(media.rate, timeline.rate))
    // Unscaled: the clip plays in real time and not faster or slower to match frame for frame.
    xml.leaf('conform-rate', { scaleEnabled: '0', srcFrameRate: conformNames[rateLabel(media.rate)] })
  if (map.length === 0) return
  xml.open('timeMap')
  for (const { time, value } of map) xml.leaf('timept', { time: timeText(time), value: timeText(value), interp: 'linear' })
  xml.close()
}
