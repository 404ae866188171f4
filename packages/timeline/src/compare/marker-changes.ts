import type { Marker, Timeline } from '../model.ts'
import { formatTimecode } from '../time/timecode.ts'
import type { Change } from './change.ts'

export type MarkerDifference = { readonly change: Change; readonly from: Marker | null; readonly to: Marker | null }

/** Pairs markers by id, then by name, the nearest first. */
const pairsOf = (before: readonly Marker[], after: readonly Marker[]): [from: Marker | null, to: Marker | null][] => {
  const byId = new Map(after.map(marker => [marker.id, marker]))
  const paired = new Map<Marker, Marker>()
  for (const marker of before) {
    const same = byId.get(marker.id)
    if (same) paired.set(marker, same)
  }
  const taken = new Set(paired.values())
  const named = Map.groupBy(
    after.filter(marker => !taken.has(marker)),
    ({ name }) => name,
  )
  for (const marker of before) {
    if (paired.has(marker)) continue
    const free = (named.get(marker.name) ?? []).filter(other => !taken.has(other))
    const [nearest] = free.sort((a, b) => Math.abs(a.at - marker.at) - Math.abs(b.at - marker.at))
    if (!nearest) continue
    paired.set(marker, nearest)
    taken.add(nearest)
  }
  return [
    ...before.map((marker): [Marker, Marker | null] => [marker, paired.get(marker) ?? null]),
    ...after.filter(marker => !taken.has(marker)).map((marker): [null, Marker] => [null, marker]),
  ]
}

/** Half a character, which JavaScript's strings may hold, comes home from no editor. */
const isSameText = (a: string, b: string): boolean => a.toWellFormed() === b.toWellFormed()

const isSame = (a: Marker, b: Marker): boolean =>
  a.at === b.at && a.duration === b.duration && isSameText(a.name, b.name) && isSameText(a.note, b.note) && a.colour === b.colour

const sentenceOf = (from: Marker | null, to: Marker | null, timecodeOf: (frame: number) => string): string => {
  if (!to) return `Marker “${from?.name}” is gone.`
  if (!from) return `Marker “${to.name}” is new at ${timecodeOf(to.at)}.`
  if (from.at !== to.at) return `Marker “${to.name}” stands at ${timecodeOf(to.at)} and no longer at ${timecodeOf(from.at)}.`
  if (!isSameText(from.name, to.name)) return `Marker “${from.name}” is called “${to.name}” now.`
  return `Marker “${to.name}” has another length, note or colour.`
}

/** What has become of the markers of the timeline itself; those of clips go with their clips. */
export const markerDifferences = (before: Timeline, after: Timeline): MarkerDifference[] => {
  const { rate, timecode } = after
  const timecodeOf = (frame: number): string => formatTimecode(timecode.start + frame, rate, timecode.dropFrame)
  return pairsOf(before.markers, after.markers).flatMap(([from, to]) => {
    const shown = to ?? from
    if (!shown || (from && to && isSame(from, to))) return []
    const change: Change = {
      id: from ? `marker:${from.id}` : `marker:+${shown.id}`,
      kind: 'marker',
      before: from?.id ?? null,
      after: to?.id ?? null,
      name: shown.name,
      frames: { start: shown.at, duration: shown.duration },
      sentence: sentenceOf(from, to, timecodeOf),
    }
    return [{ change, from, to }]
  })
}
