import type { Marker, Timeline, Track } from '../model.ts'

const places = (timeline: Timeline): Map<string, string> => {
  const counts = { video: 0, audio: 0 }
  return new Map(
    timeline.tracks.flatMap(({ kind, clips }) => {
      const number = counts[kind]++
      return clips.map(({ id, start, duration }) => [`${kind} ${number} ${start} ${duration}`, id] as const)
    }),
  )
}

const withMarkerIds = (original: readonly Marker[], copy: readonly Marker[]): Marker[] => {
  const ids = new Set(original.map(({ id }) => id))
  const copied = new Set(copy.map(({ id }) => id))
  const free = Map.groupBy(
    original.filter(({ id }) => !copied.has(id)),
    ({ at }) => at,
  )
  return copy.map(marker => (ids.has(marker.id) ? marker : { ...marker, id: free.get(marker.at)?.shift()?.id ?? marker.id }))
}

/**
 * A timeline that a format has brought back unchanged, under the ids of the one that went out: clips and markers are
 * recognised by id or by their place, tracks by the clips on them.
 */
export const withIdsOf = (original: Timeline, copy: Timeline): Timeline => {
  const trackOf = new Map(original.tracks.flatMap(({ id, clips }) => clips.map(clip => [clip.id, id] as const)))
  const byPlace = places(original)
  const found = new Set(copy.tracks.flatMap(({ clips }) => clips.map(({ id }) => id)).filter(id => trackOf.has(id)))
  const known = new Map<string, string>()
  for (const [place, id] of places(copy)) {
    const there = byPlace.get(place)
    if (!found.has(id) && there !== undefined && !found.has(there)) known.set(id, there)
  }
  const tracks = copy.tracks.map((track): Track => {
    const clips = track.clips.map(clip => ({ ...clip, id: known.get(clip.id) ?? clip.id }))
    const home = clips.map(({ id }) => trackOf.get(id)).find(id => id !== undefined)
    return { ...track, id: home ?? track.id, clips }
  })
  return { ...copy, tracks, markers: withMarkerIds(original.markers, copy.markers) }
}
