import type { Rate } from '../../../model.ts'
import { largestSpeedPart } from '../../../check/values.ts'
import { type Fraction, fraction, simplify } from '../../../time/fraction.ts'
import type { XmlElement } from '../../../xml/document.ts'
import { propertyOf } from './value.ts'

/** A time remap at one speed: seconds of source at the chain's first frame, and per frame of it. */
export type Remap = { readonly seconds: number; readonly perFrame: number }

/** The remap of a chain where it is one straight line from frame 0 on; null for everything else. */
export const remapOf = (producer: XmlElement): Remap | null => {
  const link = producer.children.find(one => one.name === 'link' && propertyOf(one, 'mlt_service') === 'timeremap')
  const map = link && (propertyOf(link, 'time_map') ?? propertyOf(link, 'map'))
  const [first, last, ...more] = (map ?? '').split(';').map(key => /^\s*(\d{1,9})=(-?\d{1,9}(?:\.\d{1,12})?)\s*$/.exec(key))
  if (!first || !last || more.length > 0 || first[1] !== '0' || Number(last[1]) < 1) return null
  const seconds = Number(first[2])
  return { seconds, perFrame: (Number(last[2]) - seconds) / Number(last[1]) }
}

export const remapSpeed = ({ perFrame }: Remap, rate: Rate): Fraction => {
  const speed = (perFrame * rate.num) / rate.den
  if (!Number.isFinite(speed) || Math.abs(speed) > 1000) return { num: 1, den: 1 }
  return simplify(fraction(Math.round(speed * 1e6), 1e6), largestSpeedPart)
}
