import { sourceFrame } from '../frames/source.ts'
import type { Clip, Frames, Motion, MotionKeyframe, Timeline } from '../model.ts'

const between = (keyframes: readonly MotionKeyframe[], at: number): MotionKeyframe => {
  const after = keyframes.find(keyframe => keyframe.at >= at) ?? keyframes.at(-1)
  const before = keyframes.findLast(keyframe => keyframe.at <= at) ?? keyframes[0]
  if (!before || !after) return { at, x: 0.5, y: 0.5, scale: 1, rotation: 0 }
  const share = after.at > before.at ? (at - before.at) / (after.at - before.at) : 0
  const mix = (a: number, b: number): number => a + (b - a) * share
  return {
    at,
    x: mix(before.x, after.x),
    y: mix(before.y, after.y),
    scale: mix(before.scale, after.scale),
    rotation: mix(before.rotation, after.rotation),
  }
}

/** The part of a camera move from `from` to `to`, as shares of the whole, so that the picture does not jump at the cut. */
const cutMotion = (motion: Motion, from: number, to: number): Motion => {
  const inner = motion.keyframes.filter(keyframe => keyframe.at > from && keyframe.at < to)
  const length = to - from
  const keyframes = [between(motion.keyframes, from), ...inner, between(motion.keyframes, to)]
  return {
    ...motion,
    keyframes: keyframes.map(keyframe => ({
      ...keyframe,
      at: length > 0 ? Math.min(1, Math.max(0, (keyframe.at - from) / length)) : 0,
    })),
  }
}

/** The clip from record frame `from` to `to`, shorter or longer than it was: source, fades, markers and camera move along. */
export const cutClip = (clip: Clip, from: Frames, to: Frames, { media, rate }: Timeline): Clip => {
  const own = media[clip.mediaId]
  const end = clip.start + clip.duration
  const duration = to - from
  const fadeIn = Math.min(duration, Math.max(0, from <= clip.start ? clip.fadeIn : clip.start + clip.fadeIn - from))
  const fadeOut = Math.max(0, Math.min(duration - fadeIn, to >= end ? clip.fadeOut : to - (end - clip.fadeOut)))
  const last = Math.max(1, clip.duration - 1)
  const shortens = from >= clip.start && to <= end
  return {
    ...clip,
    start: from,
    duration,
    sourceIn: own && own.kind !== 'image' ? sourceFrame(clip, own, rate, from - clip.start) : clip.sourceIn,
    fadeIn,
    fadeOut,
    motion:
      clip.motion && shortens ? cutMotion(clip.motion, (from - clip.start) / last, (to - 1 - clip.start) / last) : clip.motion,
    markers: clip.markers
      .map(marker => ({ ...marker, at: marker.at + clip.start - from }))
      .filter(marker => marker.at >= 0 && marker.at < duration),
  }
}

export const shiftClip = (clip: Clip, by: Frames): Clip => (by === 0 ? clip : { ...clip, start: clip.start + by })
