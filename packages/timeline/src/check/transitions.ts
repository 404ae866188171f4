import { sourceRange } from '../frames/source.ts'
import type { Clip, Timeline, Track, Transition } from '../model.ts'
import { compare, fraction, round } from '../time/fraction.ts'
import type { Report } from './problem.ts'
import { isFrames } from './values.ts'

const checkHandles = (
  timeline: Timeline,
  track: Track,
  transition: Transition,
  outgoing: Clip,
  incoming: Clip,
  report: Report,
): void => {
  const { cut, inOffset, outOffset } = transition
  const frames = [cut - inOffset, cut + outOffset] as const
  const check = (clip: Clip, before: number, after: number, side: string): void => {
    const media = timeline.media[clip.mediaId]
    if (!media || media.kind === 'image') return
    const { from, to } = sourceRange(clip, media, timeline.rate, before, after)
    const missing = Math.max(-round(from, 'floor'), round(to, 'ceil') - media.duration)
    if (from.num >= 0 && compare(to, fraction(media.duration)) <= 0) return
    const sentence = `The transition at frame ${cut} needs ${before + after} frames of “${clip.name}” ${side} its cut; ${missing} of its source are missing.`
    report('transition-handle', sentence, { track, clips: [clip], frames })
  }
  check(outgoing, 0, outOffset, 'after')
  check(incoming, inOffset, 0, 'before')
}

const checkRoom = (track: Track, transition: Transition, outgoing: Clip, incoming: Clip, report: Report): void => {
  const { cut, inOffset, outOffset } = transition
  const at = { track, clips: [outgoing, incoming], frames: [cut - inOffset, cut + outOffset] as const }
  if (inOffset > outgoing.duration || outOffset > incoming.duration)
    report('transition-length', `The transition at frame ${cut} reaches past “${outgoing.name}” or “${incoming.name}”.`, at)
  const faded = outgoing.fadeOut > 0 || incoming.fadeIn > 0
  if (faded || outgoing.fadeIn + inOffset > outgoing.duration || incoming.fadeOut + outOffset > incoming.duration)
    report('fade', `A fade and the transition at frame ${cut} share frames.`, at)
}

/** Transitions of one track: a cut to stand on, room, no two at once, and source on both sides. */
export const checkTransitions = (timeline: Timeline, track: Track, report: Report): void => {
  const ending = new Map(track.clips.map(clip => [clip.start + clip.duration, clip]))
  const starting = new Map(track.clips.map(clip => [clip.start, clip]))
  let reached = Number.NEGATIVE_INFINITY
  for (const transition of track.transitions) {
    const { cut, inOffset, outOffset, kind, wipe } = transition
    if (!isFrames(cut, 0) || !isFrames(inOffset, 0) || !isFrames(outOffset, 0) || inOffset + outOffset < 1) {
      report('transition-length', `The transition at frame ${cut} has no length.`, { track })
      continue
    }
    const frames = [cut - inOffset, cut + outOffset] as const
    if (kind === 'wipe' ? !isFrames(wipe, 0) || (wipe ?? 0) > 999 : wipe !== null)
      report('wipe', `The transition at frame ${cut} has the wipe number ${wipe}; wipes have one up to 999, dissolves none.`, {
        track,
        frames,
      })
    if (frames[0] < reached)
      report('transition-overlap', `The transition at frame ${cut} begins before the one before it has ended.`, { track, frames })
    reached = Math.max(reached, frames[1])
    const [outgoing, incoming] = [ending.get(cut), starting.get(cut)]
    if (!outgoing || !incoming) {
      report('transition-cut', `The transition at frame ${cut} stands where no two clips meet.`, { track, frames })
      continue
    }
    checkRoom(track, transition, outgoing, incoming, report)
    checkHandles(timeline, track, transition, outgoing, incoming, report)
  }
}
