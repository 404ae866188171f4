import type { Frames, Timeline } from '../model.ts'

/** Frames worth snapping to: the start, edges of clips, markers, and `beats` (record frames) where a song gives them. In order. */
export const snapPoints = (timeline: Timeline, beats: readonly Frames[] = []): Frames[] => {
  const points = new Set<Frames>([0, ...beats, ...timeline.markers.map(marker => marker.at)])
  for (const clip of timeline.tracks.flatMap(track => track.clips)) {
    points.add(clip.start)
    points.add(clip.start + clip.duration)
    for (const marker of clip.markers) points.add(clip.start + marker.at)
  }
  return [...points].sort((a, b) => a - b)
}

/** The point nearest to `frame` within `reach` frames, the earlier of two as near; `frame` itself where none is. */
export const snap = (frame: Frames, points: readonly Frames[], reach: Frames): Frames => {
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle] ?? 0) < frame) low = middle + 1
    else high = middle
  }
  const [before, after] = [points[low - 1], points[low]]
  const distance = (point: Frames | undefined): number =>
    point === undefined ? Number.POSITIVE_INFINITY : Math.abs(point - frame)
  const nearest = distance(before) <= distance(after) ? before : after
  return nearest !== undefined && distance(nearest) <= reach ? nearest : frame
}
