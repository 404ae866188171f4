import type { LineKind } from '../screenplay.ts'
import { isCue, isHeading, readScript } from '../screenplay.ts'

/** What a line can be made with a key, in the order in which Tab goes through them. */
export const elements = ['heading', 'action', 'character', 'dialogue', 'parenthetical', 'transition'] as const
export type Element = (typeof elements)[number]

/** Lines of a text that give way to others, and where the caret stands then. */
export type LineEdit = { from: number; to: number; lines: string[]; caret: { line: number; column: number } }

const hasCase = (text: string) => text.toUpperCase() !== text.toLowerCase()

/** The words of a line without what makes it its element. */
export function bareLine(line: string): string {
  const text = line.trim()
  if (text.startsWith('(') && text.endsWith(')')) return text.slice(1, -1).trim()
  if (text === '(') return ''
  return text.replace(/^(?:[@!>]|\.(?!\.))\s*/, '').replace(/^(?:INT|EXT)\.\s*$/, '')
}

/** The next element that this line can be. */
export function nextElement(lines: readonly string[], at: number, back: boolean): Element {
  const read = readScript(lines, at)[at] ?? 'action'
  // A name is one before anything is said below it, too.
  const kind = read === 'action' && isCue((lines[at] ?? '').trim()) ? 'character' : read
  const from = elements.indexOf(kind as Element)
  const isSpoken = isUnderCue(lines, at)
  const step = back ? -1 : 1
  // An empty line is nothing yet: the first press names a person, as one does most often.
  if (from < 0) return isSpoken ? 'parenthetical' : back ? 'heading' : 'character'
  for (let n = 1; n <= elements.length; n += 1) {
    const element = elements[(from + n * step + elements.length * 2) % elements.length] ?? 'action'
    const needsCue = element === 'dialogue' || element === 'parenthetical'
    if (needsCue === isSpoken) return element
  }
  return 'action'
}

/** Whether the line stands below somebody's name, so that it can be speech. */
function isUnderCue(lines: readonly string[], at: number): boolean {
  const before = readScript(lines.slice(0, at + 1), at)[at - 1]
  return before === 'character' || before === 'dialogue' || before === 'parenthetical' || before === 'lyric'
}

/** Makes a line another element, with the empty line before it that the element needs. */
export function madeInto(lines: readonly string[], at: number, element: Element): LineEdit {
  const bare = bareLine(lines[at] ?? '')
  const { text, column } = written(bare, element)
  const isSpoken = element === 'dialogue' || element === 'parenthetical'
  const needsSpace = !isSpoken && at > 0 && (lines[at - 1] ?? '').trim() !== ''
  return {
    from: at,
    to: at,
    lines: needsSpace ? ['', text] : [text],
    caret: { line: at + (needsSpace ? 1 : 0), column },
  }
}

function written(bare: string, element: Element): { text: string; column: number } {
  const put = (text: string) => ({ text, column: text.length })
  const upper = bare.toUpperCase()
  switch (element) {
    case 'heading':
      return put(bare === '' ? 'INT. ' : isHeading(upper) ? upper : `.${upper}`)
    case 'character':
      return put(bare !== '' && hasCase(bare) && isCue(upper) ? upper : `@${bare}`)
    case 'transition':
      return put(upper.endsWith('TO:') ? upper : `> ${upper}`)
    case 'parenthetical':
      return { text: `(${bare})`, column: bare.length + 1 }
    case 'dialogue':
      return put(bare)
    case 'action':
      return put(isHeading(bare) || isCue(bare) ? `!${bare}` : bare)
  }
}

/** A name in capitals is one before anything is said below it; `BANG!` is not. */
const isMeantAsCue = (line: string) => isCue(line) && (line.startsWith('@') || !/[.!?…]$/.test(line))

/** What Enter does at the end of a line of this kind; null where it is an ordinary line end. */
export function afterLine(lines: readonly string[], at: number): LineEdit | null {
  const line = lines[at] ?? ''
  const kind: LineKind = readScript(lines, at)[at] ?? 'action'
  const open = (text: string, added: string[]): LineEdit => ({
    from: at,
    to: at,
    lines: [text, ...added],
    caret: { line: at + added.length, column: 0 },
  })
  if (line.trim() === '') return null
  if (kind === 'character' || (kind === 'action' && isMeantAsCue(line.trim()))) {
    const name = line.trim().replace(/^@/, '')
    // A name with small letters on purpose keeps its mark: McAvoy.
    const isPlain = hasCase(name) && (name === name.toLowerCase() || name === name.toUpperCase())
    return open(isPlain ? name.toUpperCase() : line, [''])
  }
  if (kind === 'parenthetical') return open(line, [''])
  if (kind === 'heading') return open(line.trimEnd().toUpperCase(), ['', ''])
  if ((lines[at + 1] ?? '').trim() !== '') return null
  return open(line, ['', ''])
}
