import { sourceFrame } from '../frames/source.ts'
import type { Clip, Frames, Track } from '../model.ts'
import { cutClip, shiftClip } from './cut-clip.ts'
import type { Editing } from './edit.ts'
import { shiftAfter } from './carve.ts'

const replace = (track: Track, changed: readonly Clip[]): Track => {
  const byId = new Map(changed.map(clip => [clip.id, clip]))
  return { ...track, clips: track.clips.map(clip => byId.get(clip.id) ?? clip) }
}

const moveCut = (track: Track, cut: Frames, by: Frames): Track => ({
  ...track,
  transitions: track.transitions.map(transition => (transition.cut === cut ? { ...transition, cut: cut + by } : transition)),
})

const requireLength = (clip: Clip, by: Frames, edge: 'in' | 'out', refuse: Editing['refuse']): void => {
  if (clip.duration + (edge === 'in' ? 0 - by : by) < 1)
    refuse(`“${clip.name}” has ${clip.duration} frames, too few to take ${Math.abs(by)} away.`)
}

const edgeMoved = (clip: Clip, edge: 'in' | 'out', by: Frames, { timeline }: Editing): Clip => {
  const end = clip.start + clip.duration
  return edge === 'in' ? cutClip(clip, clip.start + by, end, timeline) : cutClip(clip, clip.start, end + by, timeline)
}

export const trim = (track: Track, clip: Clip, edge: 'in' | 'out', by: Frames, editing: Editing): Track => {
  requireLength(clip, by, edge, editing.refuse)
  return replace(track, [edgeMoved(clip, edge, by, editing)])
}

/** Trims and moves what follows, so that neither a hole nor an overlap arises. An in edge stays where it is in the film. */
export const ripple = (track: Track, clip: Clip, edge: 'in' | 'out', by: Frames, editing: Editing): Track => {
  requireLength(clip, by, edge, editing.refuse)
  const end = clip.start + clip.duration
  const trimmed = edgeMoved(clip, edge, by, editing)
  const change = edge === 'in' ? 0 - by : by
  return replace(shiftAfter(track, end, change), [edge === 'in' ? shiftClip(trimmed, 0 - by) : trimmed])
}

const neighbours = (track: Track, cut: Frames): { outgoing: Clip | undefined; incoming: Clip | undefined } => ({
  outgoing: track.clips.find(clip => clip.start + clip.duration === cut),
  incoming: track.clips.find(clip => clip.start === cut),
})

export const roll = (track: Track, cut: Frames, by: Frames, editing: Editing): Track => {
  const { outgoing, incoming } = neighbours(track, cut)
  if (!outgoing || !incoming) return editing.refuse(`No two clips meet at frame ${cut} of track “${track.name}”.`)
  requireLength(outgoing, by, 'out', editing.refuse)
  requireLength(incoming, by, 'in', editing.refuse)
  return moveCut(replace(track, [edgeMoved(outgoing, 'out', by, editing), edgeMoved(incoming, 'in', by, editing)]), cut, by)
}

/** Shows another part of the source in the same place. */
export const slip = (track: Track, clip: Clip, by: Frames, { timeline, refuse }: Editing): Track => {
  const media = timeline.media[clip.mediaId]
  if (!media || media.kind === 'image') return refuse(`“${clip.name}” is a still and has nothing to slip.`)
  return replace(track, [{ ...clip, sourceIn: sourceFrame(clip, media, timeline.rate, by) }])
}

/** Moves a clip between its neighbours, which become longer and shorter. */
export const slide = (track: Track, clip: Clip, by: Frames, editing: Editing): Track => {
  const end = clip.start + clip.duration
  const before = neighbours(track, clip.start).outgoing
  const after = neighbours(track, end).incoming
  if (before) requireLength(before, by, 'out', editing.refuse)
  if (after) requireLength(after, by, 'in', editing.refuse)
  const changed = [
    ...(before ? [edgeMoved(before, 'out', by, editing)] : []),
    shiftClip(clip, by),
    ...(after ? [edgeMoved(after, 'in', by, editing)] : []),
  ]
  const moved = [clip.start, end]
  const transitions = track.transitions.map(one => (moved.includes(one.cut) ? { ...one, cut: one.cut + by } : one))
  return { ...replace(track, changed), transitions }
}
