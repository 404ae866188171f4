import { type ReadableFormat, requireReadable } from '../limits.ts'
import { UnreadableTimeline } from '../unreadable.ts'
import { boundedJson } from './bounded.ts'
import { lineAt } from './line-of.ts'

const positionOf = (text: string, message: string): number => {
  const stated = /position (\d+)/.exec(message)?.[1]
  if (stated !== undefined) return Number(stated)
  // V8 quotes the surroundings instead of a position when the fault is a bare word.
  const token = /Unexpected token '(.)', (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON/.exec(message)
  const around = token?.[2]
  return around === undefined ? text.length : Math.max(0, text.indexOf(around))
}

/** Parses JSON of bounded size and depth. @throws UnreadableTimeline with the line of the first fault. */
export const parseJson = (kind: ReadableFormat, format: string, text: string): unknown => {
  requireReadable(kind, text)
  return parseText(format, boundedJson(format, text), position => lineAt(text, position))
}

/** Parses a piece of JSON. `lineOf` tells on which line of the document a position in it is. */
export const parseText = (format: string, text: string, lineOf: (position: number) => number): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const line = lineOf(positionOf(text, error.message))
    throw new UnreadableTimeline(format, line, 'document', `is no JSON: ${error.message}`)
  }
}
