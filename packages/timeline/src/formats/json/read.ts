import { timelineSchema } from '../../schema/timeline.ts'
import type { ReadResult } from '../read.ts'
import { UnreadableTimeline } from '../unreadable.ts'
import { faultOfElements } from './elements.ts'
import { lineOf, pathText } from './line-of.ts'
import { parseJson } from './parse.ts'

/**
 * Reads a StoryCanvas timeline exactly as it was written, problems included: what is wrong with the film is for `validate`.
 * @throws UnreadableTimeline with line and path.
 */
export const readJson = (text: string): ReadResult => {
  const value = parseJson('json', 'StoryCanvas timeline', text)
  const fault = faultOfElements(value)
  const parsed = fault === null ? timelineSchema.safeParse(value) : null
  if (parsed?.success === true) return { timeline: parsed.data, notes: [] }
  const issue = fault ?? parsed?.error?.issues[0]
  const path = issue?.path ?? []
  throw new UnreadableTimeline(
    'StoryCanvas timeline',
    lineOf(text, path),
    pathText(path),
    issue?.message ?? 'does not fit the model',
  )
}
