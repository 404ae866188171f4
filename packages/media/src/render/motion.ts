import type { Frames, Motion, MotionKeyframe } from '@storycanvas/timeline'

/** The visible part of a picture at one moment. Centre in shares of its size, rotation in degrees clockwise. */
export type Window = { readonly x: number; readonly y: number; readonly scale: number; readonly rotation: number }

export const wholePicture: Window = { x: 0.5, y: 0.5, scale: 1, rotation: 0 }

/** The window of frame `frame` of a clip; frames outside the clip keep the nearest keyframe's. */
export function windowAt(motion: Motion | null, frame: Frames, duration: Frames): Window {
  const keyframes = motion?.keyframes ?? []
  const first = keyframes[0]
  if (motion === null || first === undefined) return wholePicture
  const at = duration <= 1 ? 0 : Math.min(1, Math.max(0, frame / (duration - 1)))
  const next = keyframes.findIndex(one => one.at > at)
  if (next === 0) return first
  const before = keyframes[next === -1 ? keyframes.length - 1 : next - 1] ?? first
  const after = keyframes[next]
  if (after === undefined) return before
  const share = (at - before.at) / (after.at - before.at)
  return between(before, after, motion.easing === 'ease' ? share * share * (3 - 2 * share) : share)
}

function between(a: MotionKeyframe, b: MotionKeyframe, share: number): Window {
  const mix = (from: number, to: number): number => from + (to - from) * share
  return { x: mix(a.x, b.x), y: mix(a.y, b.y), scale: mix(a.scale, b.scale), rotation: mix(a.rotation, b.rotation) }
}

/** The smallest and largest magnification that a motion reaches. */
export function magnifications(motion: Motion | null): { readonly least: number; readonly most: number } {
  const scales = (motion?.keyframes ?? []).map(one => one.scale)
  return scales.length === 0 ? { least: 1, most: 1 } : { least: Math.min(...scales), most: Math.max(...scales) }
}

/** True where every frame shows the same window. */
export function isStill(motion: Motion | null): boolean {
  const [first, ...others] = motion?.keyframes ?? []
  return (
    first === undefined ||
    others.every(one => one.x === first.x && one.y === first.y && one.scale === first.scale && one.rotation === first.rotation)
  )
}
