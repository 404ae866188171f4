import { timelineSchema } from '../../schema/timeline.ts'
import type { ReadResult } from '../read.ts'
import { UnreadableTimeline } from '../unreadable.ts'
import { lineOf, pathText } from './line-of.ts'
import { parseJson } from './parse.ts'

/**
 * Reads a StoryCanvas timeline exactly as it was written, problems included: what is wrong with the film is for `validate`.
 * @throws UnreadableTimeline with line and path.
 */
export const readJson = (text: string): ReadResult => {
  const value = parseJson('StoryCanvas timeline', text)
  const parsed = timelineSchema.safeParse(value)
  if (parsed.success) return { timeline: parsed.data, notes: [] }
  const issue = parsed.error.issues[0]
  const path = issue?.path ?? []
  throw new UnreadableTimeline(
    'StoryCanvas timeline',
    lineOf(text, path),
    pathText(path),
    issue?.message ?? 'does not fit the model',
  )
}
