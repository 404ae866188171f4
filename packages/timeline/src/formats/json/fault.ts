import type { Problem } from '../../check/problem.ts'
import { validate } from '../../check/validate.ts'
import type { Timeline } from '../../model.ts'
import { UnreadableTimeline } from '../unreadable.ts'
import { type JsonPath, lineOf, pathText } from './line-of.ts'

const pathOf = ({ tracks }: Timeline, { trackId, clipIds }: Problem): JsonPath => {
  const track = tracks.findIndex(({ id }) => id === trackId)
  if (track < 0) return []
  const clip = tracks[track]?.clips.findIndex(({ id }) => id === clipIds[0]) ?? -1
  return clip < 0 ? ['tracks', track] : ['tracks', track, 'clips', clip]
}

/** What is wrong with a timeline that was read from JSON `text`, with its place there; null where nothing is. */
export const faultIn = (text: string, timeline: Timeline): UnreadableTimeline | null => {
  const problem = validate(timeline).find(({ severity }) => severity === 'error')
  if (!problem) return null
  const path = pathOf(timeline, problem)
  return new UnreadableTimeline('StoryCanvas timeline', lineOf(text, path), pathText(path), problem.sentence)
}
