import type { Clip, Frames, Track } from '../model.ts'
import { carve, cutAt, shiftAfter } from './carve.ts'
import type { Editing } from './edit.ts'

const sorted = (clips: readonly Clip[]): Clip[] => [...clips].sort((a, b) => a.start - b.start)

export const insert = (track: Track, clip: Clip, { timeline, newId }: Editing): Track => {
  const opened = shiftAfter({ ...track, clips: cutAt(track.clips, clip.start, timeline, newId) }, clip.start, clip.duration)
  return { ...opened, clips: sorted([...opened.clips, clip]) }
}

export const overwrite = (track: Track, clip: Clip, { timeline, newId }: Editing): Track => ({
  ...track,
  clips: sorted([...carve(track.clips, clip.start, clip.start + clip.duration, timeline, newId), clip]),
})

export const lift = (track: Track, from: Frames, to: Frames, { timeline, newId }: Editing): Track => ({
  ...track,
  clips: carve(track.clips, from, to, timeline, newId),
})

export const extract = (track: Track, from: Frames, to: Frames, editing: Editing): Track => {
  const lifted = lift(track, from, to, editing)
  const transitions = lifted.transitions.filter(transition => transition.cut <= from || transition.cut >= to)
  return shiftAfter({ ...lifted, transitions }, to, from - to)
}

export const split = (track: Track, clip: Clip, at: Frames, { timeline, newId, refuse }: Editing): Track => {
  if (at <= clip.start || at >= clip.start + clip.duration) return refuse(`Frame ${at} is not inside “${clip.name}”.`)
  return { ...track, clips: cutAt(track.clips, at, timeline, newId) }
}

/** Takes a clip away and puts it down elsewhere, where there has to be room for it. */
export const move = (from: Track, to: Track, clip: Clip, start: Frames, { refuse }: Editing): Track[] => {
  const rest = from.clips.filter(other => other.id !== clip.id)
  const target = from.id === to.id ? rest : to.clips
  const end = start + clip.duration
  const taken = target.find(other => other.start < end && other.start + other.duration > start)
  if (taken) return refuse(`“${taken.name}” already lies in frames ${start}–${end} of track “${to.name}”.`, [clip.id, taken.id])
  const placed = { ...to, clips: sorted([...target, { ...clip, start }]) }
  return from.id === to.id ? [placed] : [{ ...from, clips: rest }, placed]
}
