import type { Rate } from '../../../model.ts'
import { longest } from '../../../check/values.ts'
import { child, childText, descend, type XmlElement } from '../../../xml/document.ts'
import { UnreadableTimeline } from '../../unreadable.ts'

export const refuse = (element: XmlElement, reason: string): never => {
  throw new UnreadableTimeline('Final Cut Pro 7 XML', element.line, element.name, reason)
}

/** A whole number in a child element; null where there is none. */
export const numberOf = (element: XmlElement, name: string): number | null => {
  const found = child(element, name)
  const text = found?.text.trim()
  if (!found || !text) return null
  const value = Number(text)
  if (!Number.isFinite(value) || Math.abs(value) > longest) return refuse(found, `“${text.slice(0, 30)}” is no frame number`)
  return Math.round(value)
}

/** The rate that an element declares; null where it declares none. */
export const rateIn = (element: XmlElement | undefined): Rate | null => {
  const rate = element && child(element, 'rate')
  if (!rate) return null
  const timebase = numberOf(rate, 'timebase')
  if (timebase === null || timebase < 1 || timebase > 1000) return refuse(rate, 'has no timebase')
  return childText(rate, 'ntsc')?.toUpperCase() === 'TRUE' ? { num: timebase * 1000, den: 1001 } : { num: timebase, den: 1 }
}

export const isTrue = (element: XmlElement, name: string, usual: boolean): boolean => {
  const text = childText(element, name)?.toUpperCase()
  return text === undefined ? usual : text === 'TRUE'
}

/** What our writer left in the log note. */
export const noteOf = (element: XmlElement): { readonly [name: string]: unknown } => {
  const text = descend(element, 'logginginfo', 'lognote')?.text ?? ''
  if (!text.startsWith('{')) return {}
  try {
    return JSON.parse(text) as { [name: string]: unknown }
  } catch {
    return {}
  }
}
