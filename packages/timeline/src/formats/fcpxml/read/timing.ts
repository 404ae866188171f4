import type { Media } from '../../../model.ts'
import { largestSpeedPart } from '../../../check/values.ts'
import { toFrames, toTime } from '../../../time/conversion.ts'
import { add, compare, divide, type Fraction, fraction, multiply, simplify, subtract } from '../../../time/fraction.ts'
import { child, type XmlElement } from '../../../xml/document.ts'
import type { Draft } from '../../draft.ts'
import { timeOf } from './value.ts'

const zero = fraction(0)

type Point = { readonly time: Fraction; readonly value: Fraction }

const points = (element: XmlElement): Point[] =>
  (child(element, 'timeMap')?.children ?? [])
    .filter(one => one.name === 'timept')
    .map(one => ({ time: timeOf(one, 'time') ?? zero, value: timeOf(one, 'value') ?? zero }))
    .sort((a, b) => compare(a.time, b.time))

/** The straight piece of a time map that a clip begins in. */
const segmentAt = (map: readonly Point[], time: Fraction): [Point, Point] | null => {
  const after = map.findIndex((point, index) => index > 0 && compare(point.time, time) > 0)
  const [from, to] = after < 0 ? [map.at(-2), map.at(-1)] : [map[after - 1], map[after]]
  return from && to && compare(from.time, to.time) < 0 ? [from, to] : null
}

const float = ({ num, den }: Fraction): number => num / den

/** Final Cut writes points of nine decimals, whose products are past exact numbers; microseconds are near enough for them. */
const exactOrNear = (exact: () => Fraction, near: () => number): Fraction => {
  try {
    return exact()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return fraction(Math.round(near() * 1e6), 1e6)
  }
}

const slope = (from: Point, to: Point): Fraction =>
  exactOrNear(
    () => divide(subtract(to.value, from.value), subtract(to.time, from.time)),
    () => (float(to.value) - float(from.value)) / (float(to.time) - float(from.time)),
  )

const along = (from: Point, speed: Fraction, time: Fraction): Fraction =>
  exactOrNear(
    () => add(from.value, multiply(subtract(time, from.time), speed)),
    () => float(from.value) + (float(time) - float(from.time)) * float(speed),
  )

export type Playing = { readonly sourceIn: number; readonly speed: Fraction }

const originOf = (media: Media): Fraction => (media.kind === 'video' ? toTime(media.timecodeStart, media.rate) : zero)

/**
 * Where in its media a clip begins and how fast it runs. `start` is the clip's local time at its first frame; a time map
 * gives the media time behind it.
 */
export const playing = (element: XmlElement, media: Media, start: Fraction, duration: Fraction, draft: Draft): Playing => {
  const normal = { num: 1, den: 1 }
  if (media.kind === 'image') return { sourceIn: 0, speed: normal }
  const frameOf = (time: Fraction): number => toFrames(subtract(time, originOf(media)), media.rate)
  const map = points(element)
  const segment = map.length >= 2 ? segmentAt(map, start) : null
  if (!segment) return { sourceIn: frameOf(start), speed: normal }
  const [from, to] = segment
  if (map.length > 2 && compare(add(start, duration), to.time) > 0)
    draft.note(element, `“${element.attributes['name'] ?? ''}” changes its speed; it comes with the speed that it begins with.`)
  const speed = simplify(slope(from, to), largestSpeedPart)
  const value = along(from, speed, start)
  // Backwards the first frame shown ends where the playhead stands.
  return { sourceIn: speed.num < 0 ? frameOf(value) - 1 : frameOf(value), speed }
}

/** Local time at an item's first frame: stated, or the beginning of its media. */
export const localStart = (element: XmlElement, media: Media | null): Fraction =>
  timeOf(element, 'start') ?? (media && element.name === 'asset-clip' ? originOf(media) : zero)
