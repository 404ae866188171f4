import { isPageBreak, readCentred, readCue, readHeading, readLyric, readSection, readSynopsis, readTransition } from './marks.ts'
import { readDialogue } from './dialogue.ts'
import type { Screenplay, ScreenplayElement } from './model.ts'
import { isBlank, type SourceLine, sourceLines } from './source-lines.ts'
import { readTitlePage } from './title-page.ts'

/**
 * Reads Fountain 1.1 (https://fountain.io/syntax). Any text is a valid script: what is nothing else is action, so this never throws.
 *
 * Own reader, because fountain-js 1.2.4 reads 37 of the 47 rows of the table beside this file: it gives no line numbers (panels
 * must find their source again), throws on lyrics in dialogue, takes a heading with no empty line after it for a cue, and
 * drops the boneyards that a round trip must keep.
 */
export function readFountain(source: string): Screenplay {
  const lines = sourceLines(source)
  const { entries, next } = readTitlePage(lines)
  const elements: ScreenplayElement[] = []
  for (const line of lines.slice(0, next)) elements.push(...boneyards(line, 0))
  let index = next
  let blankLinesBefore = 0
  while (index < lines.length) {
    const line = lines[index]!
    if (isBlank(line)) {
      blankLinesBefore += 1
      index += 1
      continue
    }
    const read = readElement(lines, index)
    const lifted = lines.slice(index, read.next).flatMap(part => boneyards(part, part === line ? blankLinesBefore : 1))
    elements.push(...lifted)
    if (lifted.length > 0) blankLinesBefore = read.element === null ? 0 : 1
    index = read.next
    if (read.element === null) continue
    elements.push({ ...read.element, line: line.line, blankLinesBefore })
    blankLinesBefore = 0
  }
  return { titlePage: entries, elements }
}

type Unplaced<Element> = Element extends unknown ? Omit<Element, 'line' | 'blankLinesBefore'> : never
interface Read {
  element: Unplaced<ScreenplayElement> | null
  next: number
}

function readElement(lines: readonly SourceLine[], index: number): Read {
  const line = lines[index]!
  const text = line.text.trim()
  const next = index + 1
  if (text === '') return { element: null, next }
  if (text.startsWith('!')) return readAction(lines, index)
  if (text.startsWith('[[')) {
    const note = readNote(lines, index)
    if (note !== null) return note
  }
  const single = readSingleLine(text)
  if (single !== null) return { element: single, next }
  const heading = readHeading(text)
  if (heading !== null) return { element: { kind: 'scene-heading', ...heading }, next }
  const transition = readTransition(text, isBlank(lines[next]))
  if (transition !== null) return { element: { kind: 'transition', ...transition }, next }
  const cue = readCue(text)
  const dialogue = cue === null ? null : readDialogue(lines, next)
  if (cue !== null && dialogue !== null) {
    return { element: { kind: 'dialogue', ...cue, parts: dialogue.parts }, next: dialogue.next }
  }
  return readAction(lines, index)
}

/** Elements that hold one line and need no empty line around them. */
function readSingleLine(text: string): Unplaced<ScreenplayElement> | null {
  if (isPageBreak(text)) return { kind: 'page-break' }
  const synopsis = readSynopsis(text)
  if (synopsis !== null) return { kind: 'synopsis', text: synopsis }
  const section = readSection(text)
  if (section !== null) return { kind: 'section', ...section }
  const centred = readCentred(text)
  if (centred !== null) return { kind: 'centred', text: centred }
  const lyric = readLyric(text)
  return lyric === null ? null : { kind: 'lyrics', text: lyric }
}

/** A note that has its lines to itself; one inside other text stays in that text. */
function readNote(lines: readonly SourceLine[], index: number): Read | null {
  let next = index + 1
  while (lines[next]?.isInsideNote === true) next += 1
  const text = lines
    .slice(index, next)
    .filter(line => line.text.trim() !== '' || line.boneyards.length === 0)
    .map(line => line.text)
    .join('\n')
    .trim()
  const close = text.indexOf(']]')
  if (close < 0 || close + 2 !== text.length) return null
  return { element: { kind: 'note', text: text.slice(2, -2).trim() }, next }
}

function readAction(lines: readonly SourceLine[], index: number): Read {
  const isForced = lines[index]!.text.trimStart().startsWith('!')
  const first = isForced ? lines[index]!.text.trimStart().slice(1) : lines[index]!.text
  const texts = first.trim() === '' ? [] : [first]
  let next = index + 1
  for (; !isBlank(lines[next]); next += 1) {
    const line = lines[next]!
    if (!line.isInsideNote && interruptsAction(line.text.trim())) break
    if (line.text.trim() !== '' || line.boneyards.length === 0) texts.push(line.text)
  }
  // Two spaces hold a note open over an otherwise empty line. Indentation is the writer's own in action; a tab is four spaces.
  const text = texts.map(each => each.replaceAll('\t', '    ').trimEnd() || '  ').join('\n')
  return { element: text.trim() === '' ? null : { kind: 'action', text, isForced }, next }
}

function interruptsAction(text: string): boolean {
  return text.startsWith('!') || (/^[=#>~]/.test(text) && readSingleLine(text) !== null)
}

function boneyards(line: SourceLine, blankLinesBefore: number): ScreenplayElement[] {
  return line.boneyards.map((text, index) => ({
    kind: 'boneyard',
    text,
    line: line.line,
    blankLinesBefore: index === 0 ? blankLinesBefore : 0,
  }))
}
