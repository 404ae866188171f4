import type { Rate } from '../../../model.ts'
import { longest } from '../../../check/values.ts'
import { toFrames } from '../../../time/conversion.ts'
import { type Fraction, fraction, reduced } from '../../../time/fraction.ts'
import type { XmlElement } from '../../../xml/document.ts'
import { UnreadableTimeline } from '../../unreadable.ts'

export const refuse = (element: XmlElement, reason: string): never => {
  throw new UnreadableTimeline('FCPXML', element.line, element.name, reason)
}

/** An attribute as exact seconds: `1001/24000s`, `5s`, `2.5s`. */
export const timeOf = (element: XmlElement, attribute: string): Fraction | null => {
  const text = element.attributes[attribute]
  if (text === undefined) return null
  const match = /^\s*(-?\d{1,19})(?:\/(\d{1,15})|\.(\d{1,9}))?s?\s*$/.exec(text)
  if (!match) return refuse(element, `${attribute}="${text.slice(0, 40)}" is no time`)
  const [, whole = '0', den, decimals] = match
  const value =
    decimals === undefined
      ? reduced(BigInt(whole), BigInt(den ?? 1))
      : reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
  return value ?? refuse(element, `${attribute}="${text.slice(0, 40)}" is out of range`)
}

/** A time that has to be positive, in frames that fit a timeline. */
export const durationOf = (element: XmlElement, attribute: string): Fraction | null => {
  const time = timeOf(element, attribute)
  if (time !== null && time.num < 0) refuse(element, `${attribute}="${element.attributes[attribute]}" is negative`)
  return time
}

export const framesAt = (element: XmlElement, time: Fraction, rate: Rate): number => {
  const frames = toFrames(time, rate)
  if (Math.abs(frames) > longest) refuse(element, 'lies outside any timeline')
  return frames
}

/** A frame rate from a format's `frameDuration`. */
export const rateOfFormat = (format: XmlElement): Rate | null => {
  const frame = durationOf(format, 'frameDuration')
  if (frame === null) return null
  if (frame.num === 0) return refuse(format, 'a frame lasts no time')
  if (frame.den / frame.num > 1e6) return refuse(format, `frameDuration="${format.attributes['frameDuration']}" is no rate`)
  return fraction(frame.den, frame.num)
}

/** What our writer left as metadata. */
export const noteOf = (holder: XmlElement | undefined, key: string): { readonly [name: string]: unknown } => {
  const value = holder?.children.find(md => md.name === 'md' && md.attributes['key'] === `com.storycanvas.${key}`)?.attributes[
    'value'
  ]
  return parseNote(value)
}

/** A note that someone has edited is no note. */
export const parseNote = (text: string | undefined): { readonly [name: string]: unknown } => {
  if (text === undefined || !text.startsWith('{')) return {}
  try {
    return JSON.parse(text) as { [name: string]: unknown }
  } catch {
    return {}
  }
}
