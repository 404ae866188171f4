import type { Rate } from '../../../model.ts'
import { longest } from '../../../check/values.ts'
import type { XmlElement } from '../../../xml/document.ts'
import { UnreadableTimeline } from '../../unreadable.ts'

export const refuse = (element: XmlElement, reason: string): never => {
  throw new UnreadableTimeline('MLT', element.line, element.name, reason)
}

/** A `property` of an element, whatever Shotcut, Kdenlive or melt has put there. */
export const propertyOf = (element: XmlElement, name: string): string | undefined =>
  element.children.find(one => one.name === 'property' && one.attributes['name'] === name)?.text

/** Frames of a position: a number, or a clock time as Shotcut writes it. */
export const positionOf = (element: XmlElement, attribute: string, rate: Rate): number | null => {
  const text = element.attributes[attribute]?.trim()
  if (!text) return null
  const clock = /^(\d{1,3}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?$/.exec(text)
  const seconds = clock ? Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]) + Number(`0.${clock[4] ?? 0}`) : 0
  const frames = clock ? Math.round((seconds * rate.num) / rate.den) : Number(text)
  if (!Number.isSafeInteger(frames) || frames < 0 || frames > longest)
    return refuse(element, `${attribute}="${text.slice(0, 30)}" is no position`)
  return frames
}

/** What our writer left in a property. */
export const noteOf = (element: XmlElement | undefined, name: string): unknown => {
  const text = element && propertyOf(element, `storycanvas:${name}`)
  if (!text) return {}
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
