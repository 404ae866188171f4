import type { Marker } from '../model.ts'
import type { MarkerDifference } from './marker-changes.ts'
import type { Skipped } from './take.ts'

/** The markers with what was done to some of them. */
export const takenMarkers = (
  present: readonly Marker[],
  chosen: readonly MarkerDifference[],
  newId: () => string,
): { markers: Marker[]; skipped: Skipped[] } => {
  const markers = new Map(present.map(marker => [marker.id, marker]))
  const skipped: Skipped[] = []
  for (const { change, from, to } of chosen) {
    if (from && !markers.has(from.id)) skipped.push({ change, reason: `Marker “${from.name}” is not in this cut.` })
    else if (!to) markers.delete(from?.id ?? '')
    else {
      const id = from?.id ?? newId()
      markers.set(id, { ...to, id })
    }
  }
  return { markers: [...markers.values()].sort((a, b) => a.at - b.at), skipped }
}
