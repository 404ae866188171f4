import type { Timeline, Track } from '../model.ts'

/** Tracks by their number among those of their kind: `video 0`. */
const numbered = (timeline: Timeline): Map<string, Track> => {
  const counts = { video: 0, audio: 0 }
  return new Map(timeline.tracks.map(track => [`${track.kind} ${counts[track.kind]++}`, track]))
}

/**
 * The track before that each track after continues, by id: the one of the same id and kind, else the one of the same number
 * unless another continues it. New tracks are not in it.
 */
export const continuedTracks = (before: Timeline, after: Timeline): Map<string, string> => {
  const known = new Map(before.tracks.map(track => [`${track.kind} ${track.id}`, track.id]))
  const continued = new Map<string, string>()
  for (const { id, kind } of after.tracks) {
    const same = known.get(`${kind} ${id}`)
    if (same !== undefined) continued.set(id, same)
  }
  const taken = new Set(continued.values())
  const numbers = numbered(before)
  for (const [number, { id }] of numbered(after)) {
    const same = numbers.get(number)
    if (continued.has(id) || !same || taken.has(same.id)) continue
    continued.set(id, same.id)
    taken.add(same.id)
  }
  return continued
}
