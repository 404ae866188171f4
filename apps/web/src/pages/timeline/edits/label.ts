import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { findClip } from './tracks.ts'

const nouns: Record<TimelineEdit['kind'], string> = {
  insert: 'insert',
  overwrite: 'overwrite',
  lift: 'lift',
  extract: 'extract',
  trim: 'trim',
  ripple: 'ripple trim',
  roll: 'roll',
  slip: 'slip',
  slide: 'slide',
  split: 'split',
  move: 'move',
  remove: 'delete',
  set: 'change',
  transition: 'transition',
  marker: 'marker',
  'remove-marker': 'delete of marker',
  track: 'track',
}

/** A step as “Undo …” names it: `trim of “Mara waits”`. At most 200 letters, as the server takes it. */
export function labelOf(edits: readonly TimelineEdit[], timeline: Timeline): string {
  const [first] = edits
  if (!first) return ''
  return `${nounOf(first)}${objectOf(first, edits, timeline)}`.slice(0, 200)
}

function nounOf(edit: TimelineEdit): string {
  if (edit.kind === 'transition') return edit.to === 'cut' ? 'delete of transition' : edit.to
  if (edit.kind === 'remove' && edit.ripple) return 'ripple delete'
  if (edit.kind === 'set') {
    if (edit.gainDb !== undefined) return 'gain'
    if (edit.fadeInFrames !== undefined || edit.fadeOutFrames !== undefined) return 'fade'
    if (edit.speed) return 'speed'
    if (edit.name !== undefined) return 'rename'
  }
  return nouns[edit.kind]
}

function objectOf(first: TimelineEdit, edits: readonly TimelineEdit[], timeline: Timeline): string {
  const ids = new Set(edits.flatMap(edit => ('clipIds' in edit ? edit.clipIds : 'clipId' in edit ? [edit.clipId] : [])))
  if (ids.size > 1) return ` of ${ids.size} clips`
  const [id] = ids
  const name = id ? findClip(timeline, id)?.clip.name : 'name' in first ? first.name : undefined
  if (name) return ` of “${name}”`
  if (first.kind === 'marker') return first.marker.name ? ` “${first.marker.name}”` : ''
  return 'track' in first ? ` on ${first.track}` : ''
}
