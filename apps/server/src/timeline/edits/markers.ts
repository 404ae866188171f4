import { createMarker, type Marker, type Timeline } from '@storycanvas/timeline'
import { v7 as uuid } from 'uuid'
import type { EditOf } from './apply-edit.ts'
import { refuse } from './refuse.ts'

/** The timeline with the marker, new or changed; what is not said of one that is there stays. */
export function marked(timeline: Timeline, { id = uuid(), ...wanted }: EditOf<'marker'>['marker']): Timeline {
  const before = timeline.markers.find(marker => marker.id === id) ?? newMarker(id, wanted)
  const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const others = timeline.markers.filter(marker => marker !== before)
  return { ...timeline, markers: [...others, { ...before, ...said }] }
}

function newMarker(id: string, { at, name }: EditOf<'marker'>['marker']): Marker {
  if (at === undefined || name === undefined) return refuse('A new marker needs a frame and a name: send `at` and `name`.')
  return createMarker({ id, at, name })
}

export function unmarked(timeline: Timeline, id: string): Timeline {
  const markers = timeline.markers.filter(marker => marker.id !== id)
  if (markers.length === timeline.markers.length) refuse(`There is no marker “${id}”.`)
  return { ...timeline, markers }
}
