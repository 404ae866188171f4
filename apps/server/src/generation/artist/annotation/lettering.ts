/**
 * Widths in ems, on the generous side of the sans-serif faces that systems come with:
 * which one will be used is not known, and a line that is a little short is better than one that runs out.
 */
function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (/\p{M}|\p{Cf}/u.test(character)) return 0
  if (code < 0x80) {
    if ("iljI.,:;'|!".includes(character)) return 0.36
    if ('ftr()[]{}/\\-" '.includes(character)) return 0.42
    if ('mwMW@%'.includes(character)) return 1.02
    if (code >= 0x41 && code <= 0x5a) return 0.74
    return 0.64
  }
  if (
    /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
      character,
    )
  )
    return 1.02
  return 0.72
}

const measured = (text: string) => Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0)

const words = new Intl.Segmenter(undefined, { granularity: 'word' })
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** True for text whose first letter belongs to a script that runs from right to left. */
export function runsLeftwards(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(first)
}

/** The text as it is lettered: one line, no control characters, no direction overrides that would disturb their neighbours. */
function tidied(text: string): string {
  return text
    .slice(0, 2000)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Breaks text into at most `limit` lines of at most `width` ems, ending in an ellipsis when it does not fit. */
export function lettered(text: string, width: number, limit: number): string[] {
  const lines: string[] = []
  let current = ''
  const pieces = Array.from(words.segment(tidied(text)), piece => piece.segment).flatMap(piece =>
    measured(piece) > width ? Array.from(graphemes.segment(piece), part => part.segment) : [piece],
  )
  for (const piece of pieces) {
    if (measured((current + piece).trimEnd()) <= width) {
      current += piece
      continue
    }
    // Closing punctuation stays with its word, even when the line grows by a hair.
    if (/^[\p{Pe}\p{Pf}.,!?;:…。、！？]+$/u.test(piece) && measured(current + piece) <= width + 0.5) {
      current += piece
      continue
    }
    lines.push(current.trim())
    current = piece.trimStart()
    if (lines.length > limit) break
  }
  if (current.trim() !== '') lines.push(current.trim())
  const shown = lines.filter(line => line !== '')
  if (shown.length <= limit) return shown
  const last = Array.from(graphemes.segment(shown[limit - 1] ?? ''), part => part.segment)
  while (last.length > 0 && measured(`${last.join('')}…`) > width) last.pop()
  return [...shown.slice(0, limit - 1), `${last.join('').trimEnd()}…`]
}
