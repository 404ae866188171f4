import type { Timeline } from '@storycanvas/timeline'
import { carriedBy, type Cut, type CutRows, stateOf } from './cut-model.ts'
import type { ClipState, CutStates, MarkerState, TrackState } from './states.ts'
import type { Origins, Prompted } from './write-states.ts'

/**
 * The rows that a changed cut asks for, of those things alone that are not as they were: `before` as they stood, `after` as
 * they have to become. `first` is the cut that the rows gave.
 */
export function changedStates(rows: CutRows, first: Cut, last: Cut): { before: CutStates; after: CutStates } {
  const clips = changedClips(rows.clips, first, last)
  const markers = markerStates(first.timeline, last.timeline)
  const tracks = trackStates(rows.tracks, first.timeline, last.timeline)
  const ofRows = <S>(states: ReadonlyMap<string, S>, changed: ReadonlyMap<string, unknown>) =>
    new Map([...changed.keys()].flatMap(id => (states.has(id) ? [[id, states.get(id) as S] as const] : [])))
  return {
    before: { clips: ofRows(rows.clips, clips), markers: ofRows(rows.markers, markers), tracks: ofRows(rows.tracks, tracks) },
    after: { clips, markers, tracks },
  }
}

function changedClips(rows: ReadonlyMap<string, ClipState>, first: Cut, last: Cut): Map<string, ClipState | null> {
  const places = placesOf(first.timeline)
  const found = new Map<string, ClipState | null>()
  const seen = new Set<string>()
  for (const track of last.timeline.tracks)
    for (const clip of track.clips) {
      seen.add(clip.id)
      const place = places.get(clip.id)
      const handOver = last.handOvers.get(clip.id)
      const isUntouched = place?.clip === clip && place.trackId === track.id && first.handOvers.get(clip.id) === handOver
      if (!isUntouched) found.set(clip.id, stateOf(clip, track.id, handOver))
    }
  for (const id of rows.keys()) if (!seen.has(id)) found.set(id, null)
  return found
}

const placesOf = ({ tracks }: Timeline) =>
  new Map(tracks.flatMap(track => track.clips.map(clip => [clip.id, { clip, trackId: track.id }] as const)))

function markerStates(first: Timeline, last: Timeline): Map<string, MarkerState | null> {
  if (first.markers === last.markers) return new Map()
  const gone = first.markers.filter(({ id }) => !last.markers.some(marker => marker.id === id))
  return new Map([
    ...gone.map(({ id }) => [id, null] as const),
    ...last.markers.map(
      ({ id, at, duration, name, note, colour }) => [id, { atFrame: at, durationFrames: duration, name, note, colour }] as const,
    ),
  ])
}

/** A track needs a row when it has been named or muted, or has been added without a clip. */
function trackStates(rows: ReadonlyMap<string, TrackState>, first: Timeline, last: Timeline): Map<string, TrackState> {
  const known = new Set(first.tracks.map(({ id }) => id))
  const told = last.tracks.filter(
    ({ id, name, muted, clips }) => rows.has(id) || name !== id || muted || (!known.has(id) && clips.length === 0),
  )
  return new Map(told.map(({ id, name, muted }) => [id, { name, muted }]))
}

/** Where clips that are new get their prompts from. */
export function originsOf(last: Cut, prompts: ReadonlyMap<string, Prompted>): Origins {
  return new Map(
    last.timeline.tracks.flatMap(({ clips }) =>
      clips.flatMap(clip => {
        const { origin } = carriedBy(clip)
        const given = prompts.get(clip.id) ?? (origin === null ? null : { clipId: origin })
        return given === null || origin === clip.id ? [] : [[clip.id, given] as const]
      }),
    ),
  )
}
