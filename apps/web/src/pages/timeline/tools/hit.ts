import type { Clip, Marker, Timeline, Track, Transition } from '@storycanvas/timeline'
import { between, HEAD_HEIGHT, type Row, RULER_HEIGHT, rowAt, type TrackRow } from '../canvas/rows.ts'
import { type View, xOf } from '../canvas/view.ts'
import { gainY } from './gain.ts'

/** How near to its edge one takes hold of a clip to trim it, in CSS pixels. */
const EDGE = 7
const FADE = 10
const MARKER = 7

export type ClipPart = 'body' | 'in' | 'out' | 'fade-in' | 'fade-out' | 'gain'

export type Hit =
  | { kind: 'ruler'; marker: Marker | null }
  | { kind: 'clip'; part: ClipPart; clip: Clip; track: Track; row: TrackRow }
  | { kind: 'transition'; part: 'body' | 'in' | 'out'; transition: Transition; track: Track; row: TrackRow }
  | { kind: 'row'; row: Row }
  | { kind: 'nothing' }

/** What lies at a point of the canvas. */
export function hitAt(timeline: Timeline, rows: readonly Row[], view: View, x: number, y: number): Hit {
  if (y < HEAD_HEIGHT) return { kind: 'ruler', marker: y < RULER_HEIGHT ? markerAt(timeline, view, x) : null }
  const row = rowAt(rows, view.top, y)
  if (!row) return { kind: 'nothing' }
  const track = row.kind === 'track' ? timeline.tracks.find(({ id }) => id === row.id) : undefined
  if (row.kind !== 'track' || !track) return { kind: 'row', row }
  const down = y - HEAD_HEIGHT + view.top - row.y
  const frame = view.left + x / view.scale
  const clip = between(track.clips, frame - EDGE / view.scale, frame + EDGE / view.scale).findLast(
    ({ start, duration }) => xOf(view, start) <= x && x <= xOf(view, start + duration),
  )
  const edge = clip ? edgeAt(clip, view, x) : null
  const transition = transitionAt(track, row, view, x, down)
  if (transition) return transition
  if (!clip) return { kind: 'row', row }
  return { kind: 'clip', part: cornerAt(clip, row, view, x, down) ?? edge ?? 'body', clip, track, row }
}

function markerAt({ markers }: Timeline, view: View, x: number): Marker | null {
  return markers.findLast(({ at }) => Math.abs(xOf(view, at) - x) <= MARKER) ?? null
}

/** A clip too narrow for two handles is only moved. */
function edgeAt({ start, duration }: Clip, view: View, x: number): 'in' | 'out' | null {
  const [head, tail] = [xOf(view, start), xOf(view, start + duration)]
  if (tail - head <= 4 * EDGE) return null
  return x - head < EDGE ? 'in' : tail - x < EDGE ? 'out' : null
}

/** Handles of fades stand in the upper corners and go where the fade goes; the line of the gain lies across sound. */
function cornerAt(clip: Clip, row: TrackRow, view: View, x: number, down: number): ClipPart | null {
  const width = clip.duration * view.scale
  if (width < 5 * FADE) return null
  const head = xOf(view, clip.start)
  if (down < FADE) {
    if (Math.abs(x - (head + clip.fadeIn * view.scale)) < FADE) return 'fade-in'
    if (Math.abs(x - (head + width - clip.fadeOut * view.scale)) < FADE) return 'fade-out'
  }
  const isOnLine = row.trackKind === 'audio' && Math.abs(down - gainY(clip.gainDb, row.height)) < 4
  return isOnLine && x - head > EDGE && head + width - x > EDGE ? 'gain' : null
}

/** Transitions are taken in the lower half of their clips, so that the cut itself can still be trimmed above. */
function transitionAt(track: Track, row: TrackRow, view: View, x: number, down: number): Hit | null {
  if (down < row.height / 2) return null
  for (const transition of track.transitions) {
    const [from, to] = [xOf(view, transition.cut - transition.inOffset), xOf(view, transition.cut + transition.outOffset)]
    if (x < from - 2 || x > to + 2 || to - from < 6) continue
    const hasHandles = to - from > 3 * EDGE
    const part = hasHandles && x - from < EDGE ? 'in' : hasHandles && to - x < EDGE ? 'out' : 'body'
    return { kind: 'transition', part, transition, track, row }
  }
  return null
}
