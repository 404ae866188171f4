import type { Rendition } from './rendition.ts'

/** What a probe may be out by, in seconds: a last segment this short is not promised. */
const leastTail = 0.25

/**
 * A rendition of which the first segments are there, with the segments that will follow: those that we encode are all as
 * long as the first. So a manifest of the whole film stands while the film is still being encoded.
 */
export function plannedRendition<R extends Rendition>(rendition: R, seconds: number): R {
  const { segments, timescale } = rendition
  const [first] = segments
  if (first === undefined) return rendition
  const total = Math.round(seconds * timescale)
  const done = segments.reduce((sum, one) => sum + one.ticks, 0)
  const planned = [...segments]
  for (let left = total - done; left > leastTail * timescale; left -= first.ticks)
    planned.push({ ticks: Math.min(first.ticks, left), bytes: first.bytes })
  return { ...rendition, segments: planned }
}
