import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { attempt } from '../edits/steps.ts'

/** An edit that was made as far as it can be: `by` is how far that is. */
export type Reached = { by: number; edits: readonly TimelineEdit[]; preview: Timeline }

/**
 * The edit that goes as far as it may in the direction asked for. Neighbours, the ends of a source and the start of the
 * timeline stop it, and where they are only the edit itself knows: so it is tried, and the way halved.
 */
export function within(timeline: Timeline, by: number, make: (by: number) => readonly TimelineEdit[]): Reached | null {
  const tried = (by: number): Reached | null => {
    const edits = make(by)
    const preview = attempt(timeline, edits)
    return preview && { by, edits, preview }
  }
  let best = by === 0 ? null : tried(by)
  if (best || by === 0) return best
  let [good, bad] = [0, by]
  while (Math.abs(bad - good) > 1) {
    const middle = Math.trunc((good + bad) / 2)
    const reached = tried(middle)
    if (reached) [good, best] = [middle, reached]
    else bad = middle
  }
  return best
}
