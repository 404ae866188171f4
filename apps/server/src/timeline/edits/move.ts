import { applyEdit, type NewId, type Timeline } from '@storycanvas/timeline'
import type { EditOf } from './apply-edit.ts'
import { withTrack } from './cut-model.ts'
import { findClip } from './find-clip.ts'
import { withoutClips } from './remove.ts'

/** Puts a clip elsewhere: where there is room, over what lies there, or between clips that make room, its old place closed. */
export function move(timeline: Timeline, { clipId, track, startFrame, onto }: EditOf<'move'>, newId: NewId): Timeline {
  const ready = withTrack(timeline, track)
  if (onto === 'refuse') return applyEdit(ready, { kind: 'move', clipId, trackId: track, start: startFrame }, newId).timeline
  const { clip, track: home } = findClip(ready, clipId)
  const without = withoutClips(ready, new Set([clipId]))
  if (onto === 'overwrite')
    return applyEdit(without, { kind: 'overwrite', trackId: track, clip: { ...clip, start: startFrame } }, newId).timeline
  const end = clip.start + clip.duration
  const closed = applyEdit(without, { kind: 'extract', trackId: home.id, from: clip.start, to: end }, newId).timeline
  // What stood behind the clip has come nearer by its length.
  const start = home.id === track && startFrame >= end ? startFrame - clip.duration : startFrame
  return applyEdit(closed, { kind: 'insert', trackId: track, clip: { ...clip, start } }, newId).timeline
}
