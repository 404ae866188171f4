import type { TimelineEdit } from '@storycanvas/api'
import type { Clip, Marker, Transition } from '@storycanvas/timeline'
import { attempt } from '../edits/steps.ts'
import { ownClip, ownTrack } from '../edits/tracks.ts'
import { gainMoved } from './gain.ts'
import { type Grab, type Outcome, type Point, unmoved } from './grab.ts'
import { pull } from './snap.ts'
import { within } from './within.ts'
import { signedFrames } from './words.ts'

const outcome = (grab: Grab, edits: readonly TimelineEdit[], hint: string, snapAt: number | null = null): Outcome => {
  const preview = attempt(grab.timeline, edits)
  return preview ? { edits, preview, hint, snapAt, covered: [] } : unmoved(grab.timeline, 'Not possible here')
}

/** A fade follows its corner; it ends where the other one begins. */
export function fading(grab: Grab, clip: Clip, side: 'in' | 'out'): (point: Point) => Outcome {
  const { fadeIn, fadeOut, duration } = clip
  return ({ frame }) => {
    const by = Math.round(frame - grab.frame)
    const limit = duration - (side === 'in' ? fadeOut : fadeIn)
    const length = Math.min(limit, Math.max(0, side === 'in' ? fadeIn + by : fadeOut - by))
    const fade = side === 'in' ? { fadeInFrames: length } : { fadeOutFrames: length }
    const name = side === 'in' ? 'Fade in' : 'Fade out'
    return outcome(grab, [{ kind: 'set', clipId: ownClip(clip.id), ...fade }], `${name} ${signedFrames(length, grab.timeline)}`)
  }
}

export function levelling(grab: Grab, clip: Clip, height: number): (point: Point) => Outcome {
  return ({ y }) => {
    const gainDb = gainMoved(clip.gainDb, y - grab.y, height)
    return outcome(grab, [{ kind: 'set', clipId: ownClip(clip.id), gainDb }], `${gainDb > 0 ? '+' : ''}${gainDb} dB`)
  }
}

/** Both ends of a transition go apart or together, as far as clips and sources allow; with Alt one end alone. */
export function stretching(grab: Grab, track: string, transition: Transition, side: 'in' | 'out'): (point: Point) => Outcome {
  const { kind, cut, wipe, inOffset, outOffset } = transition
  return ({ frame, alt }) => {
    const outward = Math.round(frame - grab.frame) * (side === 'in' ? -1 : 1)
    const reached = within(grab.timeline, outward, by => [
      {
        ...{ kind: 'transition', track: ownTrack(track), cut, to: kind },
        ...(wipe === null ? {} : { wipe }),
        inOffset: Math.max(0, inOffset + (alt && side === 'out' ? 0 : by)),
        outOffset: Math.max(0, outOffset + (alt && side === 'in' ? 0 : by)),
      },
    ])
    const holds = reached?.preview.tracks.find(({ id }) => id === track)?.transitions.some(one => one.cut === cut)
    if (!reached || !holds) return unmoved(grab.timeline)
    const [edit] = reached.edits
    const length = edit?.kind === 'transition' ? (edit.inOffset ?? 0) + (edit.outOffset ?? 0) : 0
    return { ...reached, snapAt: null, hint: `${kind} ${signedFrames(length, grab.timeline)}`, covered: [] }
  }
}

export function markerMoving(grab: Grab, { id, at }: Marker): (point: Point) => Outcome {
  return ({ frame }) => {
    const wanted = Math.max(0, Math.round(at + frame - grab.frame))
    const snapped = pull([wanted], grab.snapping)
    const moved = wanted + snapped.by
    if (moved === at) return unmoved(grab.timeline)
    return outcome(grab, [{ kind: 'marker', marker: { id, at: moved } }], signedFrames(moved - at, grab.timeline), snapped.at)
  }
}
