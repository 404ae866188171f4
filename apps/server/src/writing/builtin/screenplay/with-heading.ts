import { plainText } from './emphasis.ts'
import { readHeading } from './marks.ts'

/** The text of a scene that is renamed: a first line that repeats the old heading follows it, any other stays. */
export function withHeading(text: string, before: string, heading: string): string {
  const [line = ''] = /\S[^\n]*/.exec(text) ?? []
  const mark = readHeading(line.trim())
  if (mark === null || !isSame(mark.text, before)) return text
  const needsForce = readHeading(heading) === null
  const number = mark.number === null ? '' : ` #${mark.number}#`
  return text.replace(line.trimEnd(), () => `${needsForce ? '.' : ''}${heading}${number}`)
}

const isSame = (one: string, other: string): boolean => canonical(one) === canonical(other)
const canonical = (heading: string): string => plainText(heading).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()

/** The text of a scene without the first line, where that repeats the heading. */
export function withoutHeading(text: string, heading: string): string {
  const [line = ''] = /\S[^\n]*/.exec(text) ?? []
  const mark = readHeading(line.trim())
  return mark !== null && isSame(mark.text, heading) ? text.slice(text.indexOf(line) + line.length).trimStart() : text
}
