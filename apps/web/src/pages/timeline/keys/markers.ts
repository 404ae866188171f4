import type { Marker, Timeline } from '@storycanvas/timeline'
import type { Workbench } from '../desk/workbench.ts'

/** Markers that mark a scene stand where the scene begins and are the story's. */
export const isOwnMarker = (headings: ReadonlyMap<string, string>, id: string) => !headings.has(id)

/** Marks the frame on the screen and selects the mark, so that it can be named; a mark that is there already is only selected. */
export function addMarker({ cut, transport, select, perform }: Workbench) {
  const at = transport.frame()
  const { timeline, known } = cut()
  const there = timeline.markers.find(marker => marker.at === at && isOwnMarker(known.headings, marker.id))
  if (there) return select({ marker: there.id })
  const number = timeline.markers.filter(({ id }) => isOwnMarker(known.headings, id)).length + 1
  const name = `Marker ${number}`
  const after = perform(() => [{ kind: 'marker', marker: { at, name } }])
  const made = after?.markers.find(marker => marker.at === at && marker.name === name)
  if (made) select({ marker: made.id })
}

/** The marker before or after a frame. */
export function markerBeside({ markers }: Timeline, frame: number, direction: -1 | 1): Marker | undefined {
  return direction === 1 ? markers.find(({ at }) => at > frame) : markers.findLast(({ at }) => at < frame)
}
