import { snap, snapPoints, type Timeline } from '@storycanvas/timeline'

/** How near an edge has to come before it snaps, in CSS pixels. */
export const SNAP_PX = 8

export type Snapping = { points: readonly number[]; reach: number }

export const noSnapping: Snapping = { points: [], reach: 0 }

/** Frames that edges like to fall on: of clips that stay, markers, and whatever else is named. In order. */
export function snapping(timeline: Timeline, moving: ReadonlySet<string>, others: readonly number[], scale: number): Snapping {
  const staying = timeline.tracks.map(track => ({ ...track, clips: track.clips.filter(({ id }) => !moving.has(id)) }))
  const points = new Set([...snapPoints({ ...timeline, tracks: staying }), ...others])
  return { points: [...points].toSorted((a, b) => a - b), reach: SNAP_PX / scale }
}

/** How far to go on so that the nearest of the edges falls on a point, and that point; 0 and null when none is near. */
export function pull(edges: readonly number[], { points, reach }: Snapping): { by: number; at: number | null } {
  let best: { by: number; at: number | null } = { by: 0, at: null }
  for (const edge of edges) {
    const at = snap(edge, points, reach)
    const isPoint = at !== edge || points.includes(edge)
    if (isPoint && (best.at === null || Math.abs(at - edge) < Math.abs(best.by))) best = { by: at - edge, at }
  }
  return best
}
