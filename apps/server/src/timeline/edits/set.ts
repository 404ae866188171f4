import { type Clip, sourceFrame, type Timeline } from '@storycanvas/timeline'
import type { EditOf } from './apply-edit.ts'
import { findClip } from './find-clip.ts'
import { refuse } from './refuse.ts'

type Wanted = Omit<EditOf<'set'>, 'kind' | 'clipId'>

/** Speed, level, fades, name of a clip, and whether it is seen and heard. Its place in the cut stays. */
export function set(timeline: Timeline, { clipId, ...wanted }: EditOf<'set'>): Timeline {
  const { clip, track } = findClip(timeline, clipId)
  const changed: Clip = {
    ...faded(named(clip, wanted), wanted),
    ...atSpeed(clip, wanted.speed ?? clip.speed, timeline),
    gainDb: wanted.gainDb ?? clip.gainDb,
    enabled: wanted.enabled ?? clip.enabled,
  }
  const clips = track.clips.map(one => (one === clip ? changed : one))
  return { ...timeline, tracks: timeline.tracks.map(one => (one === track ? { ...track, clips } : one)) }
}

const named = (clip: Clip, { name }: Wanted): Clip =>
  name === undefined ? clip : { ...clip, name, metadata: { ...clip.metadata, isNamed: true } }

function faded(clip: Clip, { fadeInFrames, fadeOutFrames }: Wanted): Clip {
  const fadeIn = fadeInFrames === undefined ? clip.fadeIn : (fadeInFrames ?? 0)
  const fadeOut = fadeOutFrames === undefined ? clip.fadeOut : (fadeOutFrames ?? 0)
  if (fadeIn + fadeOut > clip.duration)
    refuse(`“${clip.name}” has ${clip.duration} frames, fewer than fades of ${fadeIn} and ${fadeOut} need.`)
  const metadata = {
    ...clip.metadata,
    ...(fadeInFrames === undefined ? {} : { automaticFadeIn: fadeInFrames === null }),
    ...(fadeOutFrames === undefined ? {} : { automaticFadeOut: fadeOutFrames === null }),
  }
  return { ...clip, fadeIn, fadeOut, metadata }
}

/** A clip that turns round plays the same stretch of its source the other way. */
function atSpeed(clip: Clip, speed: Clip['speed'], { media, rate }: Timeline): Pick<Clip, 'speed' | 'sourceIn'> {
  const medium = media[clip.mediaId]
  const turns = clip.speed.num * speed.num < 0
  return { speed, sourceIn: turns && medium ? sourceFrame(clip, medium, rate, clip.duration - 1) : clip.sourceIn }
}
