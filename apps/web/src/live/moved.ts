/** A step of a change to a text, as Yjs tells it. */
export type Step = { retain?: number | undefined; insert?: unknown; delete?: number | undefined }

/** Where a place in a text is after a change by somebody else; what is put in right there comes behind it. */
export function moved(place: number, change: readonly Step[]): number {
  let at = 0
  let result = place
  for (const step of change) {
    if (at > result) break
    if (step.retain) at += step.retain
    else if (typeof step.insert === 'string') {
      if (at < result) result += step.insert.length
      at += step.insert.length
    } else if (step.delete) result -= Math.min(step.delete, Math.max(0, result - at))
  }
  return result
}
