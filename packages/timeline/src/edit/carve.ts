import type { Clip, Frames, Timeline, Track } from '../model.ts'
import { cutClip, shiftClip } from './cut-clip.ts'
import type { NewId } from './edit.ts'

/** The clips of a track without the frames from `from` to `to`; a clip that spans them becomes two, the second with a new id. */
export const carve = (clips: readonly Clip[], from: Frames, to: Frames, timeline: Timeline, newId: NewId): Clip[] =>
  clips.flatMap(clip => {
    const end = clip.start + clip.duration
    if (end <= from || clip.start >= to) return [clip]
    const before = clip.start < from ? [cutClip(clip, clip.start, from, timeline)] : []
    const after = end > to ? [cutClip(clip, to, end, timeline)] : []
    // Markers keep their ids in one half only: each lies in one half.
    return before.length > 0 ? [...before, ...after.map(half => ({ ...half, id: newId(clip) }))] : after
  })

/** Cuts through whatever clip lies over `at`. */
export const cutAt = (clips: readonly Clip[], at: Frames, timeline: Timeline, newId: NewId): Clip[] =>
  clips.flatMap(clip => {
    const end = clip.start + clip.duration
    if (at <= clip.start || at >= end) return [clip]
    return [cutClip(clip, clip.start, at, timeline), { ...cutClip(clip, at, end, timeline), id: newId(clip) }]
  })

/** Moves everything that begins at or after `at`, transitions included. */
export const shiftAfter = (track: Track, at: Frames, by: Frames): Track => ({
  ...track,
  clips: track.clips.map(clip => (clip.start >= at ? shiftClip(clip, by) : clip)),
  transitions: track.transitions.map(transition =>
    transition.cut >= at ? { ...transition, cut: transition.cut + by } : transition,
  ),
})
