import { UnreadableTimeline } from '../unreadable.ts'
import { lineAt } from './line-of.ts'

const deepest = 500

const [quote, backslash] = [0x22, 0x5c]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]
const [capitalI, capitalN] = [0x49, 0x4e]

/** Where the string that begins at `start` ends. */
export const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}

const word = /(?:Infinity|Inf|NaN)\b/y

/**
 * Walks over JSON before anything is built from it: `JSON.parse` keeps whatever it is given. Gives the text with the bare
 * `Inf` and `NaN` of OpenTimelineIO as JSON has them: a number past all numbers, and null.
 * @throws UnreadableTimeline with the line where it is nested too deeply.
 */
export const boundedJson = (format: string, text: string): string => {
  const refuse = (at: number, reason: string): never => {
    throw new UnreadableTimeline(format, lineAt(text, at), 'document', reason)
  }
  const parts: string[] = []
  let [depth, kept] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === quote) at = endOfString(text, at)
    else if (char === openBrace || char === openBracket) {
      if (++depth > deepest) refuse(at, `nested more than ${deepest} deep`)
    } else if (char === closeBrace || char === closeBracket) depth--
    else if (char === capitalI || char === capitalN) {
      word.lastIndex = at
      const found = word.exec(text)?.[0]
      if (found === undefined) continue
      parts.push(text.slice(kept, at), found === 'NaN' ? 'null' : '1e999')
      kept = at + found.length
      at = kept - 1
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept)
}
