import type { Frames } from '@storycanvas/timeline'
import type { ClipState } from './states.ts'

export type Placed = Pick<ClipState, 'track' | 'startFrame' | 'durationFrames'>

/** One stretch of frames for each track, both ends included; a clip that only touches an end counts as within. */
export type Boxes = ReadonlyMap<string, { from: Frames; to: Frames }>

/** The least that holds all stretches. */
export function around(stretches: readonly { track: string; from: Frames; to: Frames }[]): Boxes {
  const boxes = new Map<string, { from: Frames; to: Frames }>()
  for (const { track, from, to } of stretches) {
    const box = boxes.get(track) ?? { from, to }
    boxes.set(track, { from: Math.min(box.from, from), to: Math.max(box.to, to) })
  }
  return boxes
}

/** The least that holds all clips. */
export const aroundClips = (clips: readonly Placed[]): Boxes =>
  around(clips.map(({ track, startFrame, durationFrames }) => ({ track, from: startFrame, to: startFrame + durationFrames })))
