import type { TitleEntry } from './model.ts'
import { readHeading } from './marks.ts'
import { isBlank, type SourceLine } from './source-lines.ts'

const KEY = /^([\p{L}][\p{L}\p{N} _-]{0,40}):(.*)$/u

/** Reads `Key: value` pairs from the head of the document up to the first empty line. */
export function readTitlePage(lines: readonly SourceLine[]): { entries: TitleEntry[]; next: number } {
  const entries: TitleEntry[] = []
  let index = lines.findIndex(line => !isBlank(line))
  const start = index
  if (index < 0 || !opensTitlePage(lines, index)) return { entries, next: 0 }
  for (; !isBlank(lines[index]); index += 1) {
    const text = lines[index]!.text
    // An unclosed boneyard would, once written, swallow the boneyards that move below the title page.
    if (text.includes('/*')) return { entries: [], next: 0 }
    const key = KEY.exec(text)
    const value = (key?.[2] ?? text).trim()
    if (key !== null) entries.push({ key: key[1]!.trim(), values: value === '' ? [] : [value] })
    else if (value !== '') entries.at(-1)!.values.push(value)
  }
  return { entries, next: index > start ? index : 0 }
}

/** `FADE IN:` opens many scripts and looks like a key: a bare key only counts with an indented value below it. */
function opensTitlePage(lines: readonly SourceLine[], index: number): boolean {
  const line = lines[index]!
  const key = KEY.exec(line.text)
  if (key === null || line.boneyards.length > 0 || readHeading(line.text) !== null) return false
  if (key[2]!.trim() !== '') return true
  const below = lines[index + 1]
  return !isBlank(below) && (/^\s/.test(below!.text) || KEY.test(below!.text))
}
