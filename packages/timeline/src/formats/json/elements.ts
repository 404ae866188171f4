import type * as z from 'zod'
import {
  captionSchema,
  clipSchema,
  keyframeSchema,
  markerSchema,
  mediaSchema,
  trackSchema,
  transitionSchema,
} from '../../schema/timeline.ts'
import type { JsonPath } from './line-of.ts'

/** Every list of a timeline, the innermost first; `*` is each of its elements. */
const lists: readonly (readonly [pattern: readonly string[], schema: z.ZodType])[] = [
  [['tracks', '*', 'clips', '*', 'motion', 'keyframes', '*'], keyframeSchema],
  [['tracks', '*', 'clips', '*', 'markers', '*'], markerSchema],
  [['tracks', '*', 'clips', '*'], clipSchema],
  [['tracks', '*', 'transitions', '*'], transitionSchema],
  [['tracks', '*'], trackSchema],
  [['media', '*'], mediaSchema],
  [['captions', '*'], captionSchema],
  [['markers', '*'], markerSchema],
]

/**
 * The first element of a list that does not fit, or null. A schema looks for all faults at once, and keeps each: a file made to
 * hurt has hundreds of thousands.
 */
export const faultOfElements = (value: unknown): { readonly path: JsonPath; readonly message: string } | null => {
  for (const [pattern, schema] of lists)
    for (const [path, element] of matches(value, pattern, [])) {
      const issue = schema.safeParse(element).error?.issues[0]
      if (issue !== undefined) return { path: [...path, ...issue.path], message: issue.message }
    }
  return null
}

function* matches(value: unknown, pattern: readonly string[], path: JsonPath): Generator<readonly [JsonPath, unknown]> {
  const [key, ...rest] = pattern
  if (key === undefined) yield [path, value]
  else if (key === '*' && Array.isArray(value))
    for (const [index, one] of value.entries()) yield* matches(one, rest, [...path, index])
  else if (typeof value === 'object' && value !== null)
    for (const one of key === '*' ? Object.keys(value) : [key])
      if (Object.hasOwn(value, one)) yield* matches((value as { [key: string]: unknown })[one], rest, [...path, one])
}
