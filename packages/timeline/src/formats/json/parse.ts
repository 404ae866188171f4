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
  try {
    return JSON.parse(boundedJson(format, text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UnreadableTimeline(
      format,
      lineAt(text, positionOf(text, error.message)),
      'document',
      `is no JSON: ${error.message}`,
    )
  }
}
