import type { TimelineEdit } from '@storycanvas/api'
import type { Clip, Timeline, Track } from '@storycanvas/timeline'
import type { Selection } from '../desk/desk.ts'
import { ownClip, ownTrack } from '../edits/tracks.ts'
import type { ToolId } from '../tools/tools.ts'

/** Where one stands and what is chosen: all that an edit by key goes by. */
export type Standing = {
  timeline: Timeline
  selection: Selection
  playhead: number
  marks: { in: number | null; out: number | null }
}

type Edits = readonly TimelineEdit[]
type Placed = { clip: Clip; track: Track }

/** Why a key does nothing here, for a person to read. */
export class NothingToDo extends Error {}

const endOf = ({ start, duration }: Clip) => start + duration
const isOver = ({ start, duration }: Clip, frame: number) => start < frame && frame < start + duration

const placedOf = ({ tracks }: Timeline): Placed[] => tracks.flatMap(track => track.clips.map(clip => ({ clip, track })))
const chosen = ({ timeline, selection }: Standing): Placed[] =>
  placedOf(timeline).filter(({ clip }) => selection.clips.has(clip.id))

/** The selected clip under the playhead, or else the lowest picture there, or else any sound. */
function underPlayhead(standing: Standing): Placed {
  const { timeline, selection, playhead } = standing
  const here = placedOf(timeline).filter(({ clip }) => clip.start <= playhead && playhead < endOf(clip))
  const clip = here.find(({ clip }) => selection.clips.has(clip.id)) ?? here[0]
  if (!clip) throw new NothingToDo('There is no clip under the playhead')
  return clip
}

/** Splits the selected clips under the playhead, or all clips there when none of them is selected. */
export function splitAtPlayhead(standing: Standing): Edits {
  const { timeline, selection, playhead } = standing
  const here = placedOf(timeline).filter(({ clip }) => isOver(clip, playhead))
  const own = here.filter(({ clip }) => selection.clips.has(clip.id))
  return splits(own.length > 0 ? own : here, playhead)
}

/** The blade: the clip under the pointer, or with Shift those of all tracks. */
export const bladed = (timeline: Timeline, clip: Clip | null, at: number): Edits =>
  splits(
    placedOf(timeline).filter(one => (clip ? one.clip === clip : true) && isOver(one.clip, at)),
    at,
  )

function splits(clips: readonly Placed[], at: number): Edits {
  if (clips.length === 0) throw new NothingToDo('There is nothing to split here')
  return clips.map(({ clip }) => ({ kind: 'split', clipId: ownClip(clip.id), at }))
}

/** One edit takes so many clips away. */
const MOST_AT_ONCE = 2000

export function deleteSelected({ timeline, selection }: Standing, ripple: boolean): Edits {
  const { clips, transition, marker } = selection
  if (transition) return [{ kind: 'transition', track: ownTrack(transition.track), cut: transition.cut, to: 'cut' }]
  if (marker) return [{ kind: 'remove-marker', markerId: marker }]
  const clipIds = [...new Set([...clips].map(ownClip))].filter(id => placedOf(timeline).some(({ clip }) => clip.id === id))
  if (clipIds.length === 0) throw new NothingToDo('Nothing is selected')
  const parts = Array.from({ length: Math.ceil(clipIds.length / MOST_AT_ONCE) }, (_, part) => part * MOST_AT_ONCE)
  return parts.map(from => ({ kind: 'remove', clipIds: clipIds.slice(from, from + MOST_AT_ONCE), ripple }))
}

/** Ripple-trims the start or the end of the clip under the playhead to where the playhead is. */
export function rippleToPlayhead(standing: Standing, edge: 'in' | 'out'): Edits {
  const { clip } = underPlayhead(standing)
  const by = edge === 'in' ? standing.playhead - clip.start : standing.playhead - endOf(clip)
  if (by === 0) throw new NothingToDo('The playhead is at the edge of the clip already')
  return [{ kind: 'ripple', clipId: ownClip(clip.id), edge, by }]
}

/** Trims selected clips to the playhead and leaves the rest where it is. */
export function trimToPlayhead(standing: Standing, edge: 'in' | 'out'): Edits {
  const edits = chosen(standing).flatMap(({ clip }): TimelineEdit[] => {
    const by = standing.playhead - (edge === 'in' ? clip.start : endOf(clip))
    return by === 0 ? [] : [{ kind: 'trim', clipId: ownClip(clip.id), edge, by }]
  })
  if (edits.length === 0) throw new NothingToDo('Select the clip to trim first')
  return edits
}

/** Moves the selected clips by so many frames, over whatever lies there. */
export function nudge(standing: Standing, by: number): Edits {
  const clips = chosen(standing)
  if (clips.length === 0) throw new NothingToDo('Select what to move first')
  const least = -Math.min(...clips.map(({ clip }) => clip.start))
  const order = clips.toSorted((a, b) => (by > 0 ? b.clip.start - a.clip.start : a.clip.start - b.clip.start))
  return order.map(({ clip, track }) => ({
    kind: 'move',
    clipId: ownClip(clip.id),
    track: ownTrack(track.id),
    startFrame: clip.start + Math.max(least, by),
    onto: 'overwrite',
  }))
}

/** Moves the selected clips to the track above or below, onto a new one past the last. */
export function changeTrack(standing: Standing, up: boolean): Edits {
  const clips = chosen(standing)
  if (clips.length === 0) throw new NothingToDo('Select what to move first')
  const edits = clips.map(({ clip, track }): TimelineEdit | null => {
    const number = Number.parseInt(track.id.slice(1), 10) + (up === (track.kind === 'video') ? 1 : -1)
    if (number < 1 || number > 99) return null
    const target = `${track.id.charAt(0)}${number}`
    return { kind: 'move', clipId: ownClip(clip.id), track: target, startFrame: clip.start, onto: 'overwrite' }
  })
  if (edits.includes(null)) throw new NothingToDo('There is no track there')
  return edits.filter(edit => edit !== null)
}

/** What lies between the marks, of all tracks. */
export function takeMarked({ timeline, marks }: Standing, kind: 'lift' | 'extract'): Edits {
  const { in: from, out: to } = marks
  if (from === null || to === null) throw new NothingToDo('Mark in and out first, with I and O')
  const tracks = [...new Set(timeline.tracks.map(({ id }) => ownTrack(id)))]
  return [{ kind, tracks, from, to }]
}

/** What a nudge means while one of the trim tools is in the hand; null for the others, which move. */
export function withTool(tool: ToolId, standing: Standing, by: number): Edits | null {
  if (tool !== 'ripple' && tool !== 'slip' && tool !== 'slide') return null
  const clips = chosen(standing)
  if (clips.length === 0) throw new NothingToDo(`Select the clip to ${tool} first`)
  return clips.map(({ clip }) =>
    tool === 'ripple'
      ? { kind: 'ripple', clipId: ownClip(clip.id), edge: 'out', by }
      : { kind: tool, clipId: ownClip(clip.id), by },
  )
}
