/** How Fountain tells one kind of line from another (https://fountain.io/syntax). All take a trimmed line. */

const HEADING = /^(?:INT|EXT|EST|INT\.?\s?\/\s?EXT|EXT\.?\s?\/\s?INT|I\.?\/E|E\.?\/I)(?:\.|\s)/i
// Chinese scripts write `place 内 夜` or `内景 place`: outside the specification, but nothing else on a page looks like it.
const CHINESE_HEADING = /^(?:[内外]景[.。\s].*|.{1,60}\s[内外](?:[/／][内外])?\s+[日夜晨昏]\S{0,2})$/u
const SCENE_NUMBER = /\s*#([\p{L}\p{N}.\-()]{1,20})#$/u

export interface HeadingMark {
  text: string
  number: string | null
  isForced: boolean
}

export function readHeading(line: string): HeadingMark | null {
  const isForced = /^\.[\p{L}\p{N}]/u.test(line)
  if (!isForced && !isPlainHeading(line)) return null
  const body = isForced ? line.slice(1) : line
  const number = SCENE_NUMBER.exec(body.slice(-32))
  const text = number === null ? body : body.slice(0, body.length - number[0].length).trimEnd()
  // `.#1#` names nothing; a heading needs a place.
  return text === '' ? null : { text, number: number?.[1] ?? null, isForced }
}

function isPlainHeading(line: string): boolean {
  return HEADING.test(line) || (line.length < 80 && CHINESE_HEADING.test(line))
}

export interface CueMark {
  character: string
  extensions: string[]
  isDual: boolean
  isForced: boolean
}

/** A character cue: `ANNA (V.O.) ^`, or `@McAvoy` where the name has small letters. */
export function readCue(line: string): CueMark | null {
  if (line.length > 120) return null
  const isForced = line.startsWith('@')
  let rest = (isForced ? line.slice(1) : line).trim()
  const isDual = rest.endsWith('^')
  if (isDual) rest = rest.slice(0, -1).trimEnd()
  const extensions: string[] = []
  for (let found = EXTENSION.exec(rest); found !== null; found = EXTENSION.exec(rest)) {
    extensions.unshift(found[1]!.trim())
    rest = rest.slice(0, found.index).trimEnd()
  }
  const isNamed = isForced ? rest !== '' : isCueName(rest)
  return isNamed ? { character: rest, extensions, isDual, isForced } : null
}

const EXTENSION = /\(([^()]*)\)$/

function isCueName(name: string): boolean {
  if (/\p{Ll}/u.test(name) || name.endsWith(':') || /^[!>~=#[(.]/.test(name)) return false
  if (/\p{Lu}/u.test(name)) return true
  // Scripts without capitals: a short line of letters, at most three words, no punctuation of a sentence.
  return /\p{L}/u.test(name) && name.length <= 20 && /^[\p{L}\p{M}\p{N}·・'’-]+(?: [\p{L}\p{M}\p{N}·・'’-]+){0,2}$/u.test(name)
}

export function readTransition(line: string, isFollowedByBlank: boolean): { text: string; isForced: boolean } | null {
  if (line.startsWith('>') && !line.endsWith('<')) {
    const text = line.slice(1).trim()
    return text === '' ? null : { text, isForced: true }
  }
  const isPlain = isFollowedByBlank && line.endsWith('TO:') && line.length <= 120 && !/\p{Ll}/u.test(line)
  return isPlain ? { text: line, isForced: false } : null
}

export function readCentred(line: string): string | null {
  const text = line.length > 2 && line.startsWith('>') && line.endsWith('<') ? line.slice(1, -1).trim() : ''
  return text === '' ? null : text
}

export function isPageBreak(line: string): boolean {
  return line.length >= 3 && /^=+$/.test(line)
}

export function readSynopsis(line: string): string | null {
  const text = line.startsWith('=') && !line.startsWith('==') ? line.slice(1).trim() : ''
  return text === '' ? null : text
}

export function readSection(line: string): { level: number; text: string } | null {
  const level = /^#*/.exec(line)![0].length
  const text = line.slice(level).trim()
  return level === 0 || text === '' ? null : { level, text }
}
export function readLyric(line: string): string | null {
  const text = line.startsWith('~') ? line.slice(1).trim() : ''
  return text === '' ? null : text
}
