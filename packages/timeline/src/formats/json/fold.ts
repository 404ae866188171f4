import { UnreadableTimeline } from '../unreadable.ts'
import { boundedJson, endOfString } from './bounded.ts'
import { lineAt } from './line-of.ts'
import { parseText } from './parse.ts'

/** JSON whose longest lists are read element by element: in `value` a number stands for each, which `element` gives. */
export type FoldedJson = { readonly value: unknown; readonly element: (index: number) => unknown }

const [quote, comma, colon] = [0x22, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/** A list or object that is being walked over; of a folded list also where its present element begins, and whether that holds lists. */
type Open = { readonly isFolded: boolean; from: number; nests: boolean }

const afterSpace = (text: string, at: number): number => {
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/** Where the elements of all lists called `key` stand that hold no such list themselves: begin and end of each, in turn. */
const elementsOf = (text: string, key: string): number[] => {
  const spans: number[] = []
  const open: Open[] = []
  const name = `"${key}"`
  let list = -1
  const finish = (at: number): void => {
    const one = open.at(-1)
    if (!one?.isFolded) return
    const from = afterSpace(text, one.from)
    let to = at
    while (to > from && isSpace(text.charCodeAt(to - 1))) to--
    if (to > from && !one.nests) spans.push(from, to)
    one.from = at + 1
    one.nests = false
  }
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === quote) {
      const end = endOfString(text, at)
      if (end - at + 1 === name.length && text.startsWith(name, at)) {
        const next = afterSpace(text, end + 1)
        if (text.charCodeAt(next) === colon) list = afterSpace(text, next + 1)
      }
      at = end
    } else if (char === openBrace || char === openBracket) {
      const isFolded = char === openBracket && at === list
      if (isFolded) for (const one of open) one.nests = true
      open.push({ isFolded, from: at + 1, nests: false })
    } else if (char === closeBrace || char === closeBracket) {
      finish(at)
      open.pop()
    } else if (char === comma) finish(at)
  }
  return spans
}

/**
 * Parses JSON, and keeps the elements of the lists called `key` as text until one is asked for: of 20,000 clips only one at a time
 * is there. @throws UnreadableTimeline with the line of the first fault, for an element when it is asked for.
 */
export const parseFolded = (format: string, text: string, key: string): FoldedJson => {
  const bounded = boundedJson(format, text)
  const spans = elementsOf(bounded, key)
  const span = (index: number): [from: number, to: number] => [spans[index * 2] ?? 0, spans[index * 2 + 1] ?? 0]
  const parts: string[] = []
  let kept = 0
  for (let index = 0; index < spans.length / 2; index++) {
    const [from, to] = span(index)
    parts.push(bounded.slice(kept, from), String(index))
    kept = to
  }
  parts.push(bounded.slice(kept))
  /** The line of a position among `parts`. */
  const lineOf = (position: number): number => {
    let [skipped, place] = [0, 0]
    for (const [i, part] of parts.entries()) {
      place += part.length
      if (place > position) break
      if (i % 2 === 1) skipped += span((i - 1) / 2)[1] - span((i - 1) / 2)[0] - part.length
    }
    return lineAt(bounded, position + skipped)
  }
  if (!/[}\]]\s*$/.test(bounded.slice(-100)))
    throw new UnreadableTimeline(format, lineAt(bounded, bounded.length), 'document', 'is no JSON: it ends before its end')
  return {
    value: parseText(format, parts.join(''), lineOf),
    element: index => {
      const [from, to] = span(index)
      return parseText(format, bounded.slice(from, to), position => lineAt(bounded, from + position))
    },
  }
}
