import type { Clip, Timeline, Track } from '@storycanvas/timeline'
import type { Cut, HandOver } from './cut-model.ts'

/** Ids that clips were given because they are halves of others, with the clip that each was cut from. */
export type Halves = Map<string, string>

/**
 * The hand-overs after the clips have become those of `timeline`: each stays with its two clips as long as they butt, and
 * goes with the second half of a clip that was split. Those that found no cut any more are gone, and counted.
 */
export function followed(
  { timeline: before, handOvers }: Cut,
  timeline: Timeline,
  halves: Halves,
): { cut: Cut; removed: number } {
  const changed = changedTracks(before, timeline)
  const places = placesOf(changed.after)
  // Of a clip that is cut twice, the half that was made first has the end.
  const lastHalf = new Map([...halves].reverse().map(([half, of]) => [of, half]))
  const kept = new Map(handOvers)
  let removed = 0
  for (const { clip, next } of handingOver(changed.before, handOvers)) {
    const handOver = handOvers.get(clip.id) as HandOver
    const owner = places.get(lastHalf.get(clip.id) ?? clip.id)
    kept.delete(clip.id)
    if (owner && survives(handOver, owner, next, places)) kept.set(owner.clip.id, handOver)
    else if (next) removed += 1
  }
  return { cut: { timeline, handOvers: kept }, removed }
}

type Place = { clip: Clip; track: Track; next: Clip | null }

function survives({ style }: HandOver, owner: Place, next: Clip | null, places: ReadonlyMap<string, Place>): boolean {
  if (next === null) return true
  const butts = owner.next !== null && owner.next === places.get(next.id)?.clip
  // What is left alone may still go to black.
  return butts || (style === 'fade' && owner.next === null)
}

function changedTracks(before: Timeline, after: Timeline): { before: Track[]; after: Track[] } {
  const [old, now] = [new Set(before.tracks), new Set(after.tracks)]
  return { before: before.tracks.filter(track => !now.has(track)), after: after.tracks.filter(track => !old.has(track)) }
}

function placesOf(tracks: readonly Track[]): Map<string, Place> {
  return new Map(tracks.flatMap(track => withNext(track).map(place => [place.clip.id, place] as const)))
}

const handingOver = (tracks: readonly Track[], handOvers: Cut['handOvers']): Place[] =>
  tracks.flatMap(track => withNext(track)).filter(({ clip }) => handOvers.has(clip.id))

/** Each clip of a track with the one that begins where it ends. */
export function withNext(track: Track): Place[] {
  const starting = new Map(track.clips.map(clip => [clip.start, clip]))
  return track.clips.map(clip => ({ clip, track, next: starting.get(clip.start + clip.duration) ?? null }))
}
