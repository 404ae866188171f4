import type { TimelineEdit } from '@storycanvas/api'
import type { Clip, Timeline } from '@storycanvas/timeline'
import type { Covered } from '../desk/desk.ts'
import { rowAt, type TrackRow } from '../canvas/rows.ts'
import { findClip, ownClip, ownTrack } from '../edits/tracks.ts'
import { attempt, MOST_EDITS } from '../edits/steps.ts'
import { type Grab, type Outcome, type Point, unmoved } from './grab.ts'
import { pull } from './snap.ts'
import { signedFrames } from './words.ts'

type Placed = { clip: Clip; track: string }

/** Selected clips, dragged along their tracks and to others. What they fall on is overwritten; with Ctrl it makes room. */
export function moving(grab: Grab, grabbed: string): (point: Point) => Outcome {
  const placed = grab.clips.flatMap(id => {
    const found = findClip(grab.timeline, id)
    return found ? [{ clip: found.clip, track: found.track.id }] : []
  })
  const first = Math.min(...placed.map(({ clip }) => clip.start))
  const last = Math.max(...placed.map(({ clip }) => clip.start + clip.duration))
  const own = placed.find(({ clip }) => clip.id === grabbed)
  const edges = own ? [first, last, own.clip.start, own.clip.start + own.clip.duration] : [first, last]
  if (placed.length > MOST_EDITS)
    return () => unmoved(grab.timeline, `At most ${MOST_EDITS} clips can be moved at once; ${placed.length} are selected.`)
  return point => {
    const wanted = Math.round(point.frame - grab.frame)
    const snapped = pull(
      edges.map(edge => edge + wanted),
      grab.snapping,
    )
    const by = Math.max(-first, wanted + snapped.by)
    const shift = own ? tracksDown(grab, own, point.y) : 0
    const moved = placed.map(one => ({ ...one, track: shifted(grab, one, own, shift), start: one.clip.start + by }))
    if (by === 0 && shift === 0) return unmoved(grab.timeline)
    const edits = movesOf(moved, by, point.ctrl ? 'insert' : 'overwrite')
    const preview = attempt(grab.timeline, edits)
    if (!preview) return unmoved(grab.timeline, 'Not here')
    return {
      edits,
      preview,
      snapAt: by === wanted + snapped.by ? snapped.at : null,
      hint: `${signedFrames(by, grab.timeline)}${point.ctrl ? ' insert' : ''}`,
      covered: point.ctrl ? [] : coveredBy(grab.timeline, moved),
    }
  }
}

type Moved = Placed & { start: number }

/** In the order in which none runs over another that has still to move. */
function movesOf(moved: readonly Moved[], by: number, onto: 'insert' | 'overwrite'): TimelineEdit[] {
  const order = by > 0 ? moved.toSorted((a, b) => b.start - a.start) : moved.toSorted((a, b) => a.start - b.start)
  return order.map(({ clip, track, start }) => ({
    kind: 'move',
    clipId: ownClip(clip.id),
    track: ownTrack(track),
    startFrame: start,
    onto,
  }))
}

const tracksOf = ({ rows }: Grab, kind: 'video' | 'audio') =>
  rows.filter((row): row is TrackRow => row.kind === 'track' && row.trackKind === kind)

/** By how many tracks the pointer is below the one that it took hold of. Pictures stay with pictures. */
function tracksDown(grab: Grab, { track }: Placed, y: number): number {
  const kind = track.startsWith('A') ? 'audio' : 'video'
  const tracks = tracksOf(grab, kind)
  const row = rowAt(grab.rows, grab.top, y)
  const at = tracks.findIndex(one => one === row)
  return at === -1 ? 0 : at - tracks.findIndex(({ id }) => id === track)
}

function shifted(grab: Grab, { track }: Placed, own: Placed | undefined, shift: number): string {
  const kind = track.startsWith('A') ? 'audio' : 'video'
  if (shift === 0 || kind !== (own?.track.startsWith('A') ? 'audio' : 'video')) return track
  const tracks = tracksOf(grab, kind)
  const at = tracks.findIndex(({ id }) => id === track) + shift
  return tracks[Math.min(tracks.length - 1, Math.max(0, at))]?.id ?? track
}

/** What lies where the clips would come to lie, and is not one of them. */
function coveredBy(timeline: Timeline, moved: readonly Moved[]): Covered[] {
  const ids = new Set(moved.map(({ clip }) => clip.id))
  return moved.flatMap(({ clip, track, start }) => {
    const end = start + clip.duration
    const others = timeline.tracks.find(({ id }) => id === track)?.clips ?? []
    return others
      .filter(other => !ids.has(other.id) && other.start < end && other.start + other.duration > start)
      .map(other => ({ track, from: Math.max(start, other.start), to: Math.min(end, other.start + other.duration) }))
  })
}
