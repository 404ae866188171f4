import type { Clip, Frames, Media, Timeline, Track, Transition } from '../model.ts'
import type { Fraction } from '../time/fraction.ts'
import { sourceStep, steppedFrame } from './source.ts'

/** One clip as a span shows it. */
export type Shown = {
  readonly clipId: string
  readonly mediaId: string
  /** Source frame at the clip's own first record frame. */
  readonly sourceIn: Frames
  /** Source frames per record frame. */
  readonly step: Fraction
  /** Record frames from the clip's start to the span's start; negative in the handle before the clip. */
  readonly offset: Frames
}

/** A stretch of record frames over which the same clips show: none (a gap), one, or the two of a transition. */
export type Span = {
  readonly start: Frames
  readonly duration: Frames
  /** Outgoing before incoming. */
  readonly shown: readonly Shown[]
  readonly transition: Transition | null
}

export type TrackFrames = { readonly trackId: string; readonly kind: Track['kind']; readonly spans: readonly Span[] }
export type FrameMap = { readonly duration: Frames; readonly tracks: readonly TrackFrames[] }

const trackSpans = (timeline: Timeline, track: Track): Span[] => {
  const spans: Span[] = []
  const transitions = new Map(track.transitions.map(transition => [transition.cut, transition]))
  const show = (clip: Clip, at: Frames): Shown[] => {
    const media: Media | undefined = timeline.media[clip.mediaId]
    if (!clip.enabled || media === undefined) return []
    const step = sourceStep(clip, media, timeline.rate)
    return [{ clipId: clip.id, mediaId: clip.mediaId, sourceIn: clip.sourceIn, step, offset: at - clip.start }]
  }
  let reached = 0
  const push = (end: Frames, shown: Shown[], transition: Transition | null): void => {
    if (end <= reached) return
    const previous = spans.at(-1)
    const continues =
      previous && shown.length === previous.shown.length && shown.every((one, at) => one.clipId === previous.shown[at]?.clipId)
    // Beside a disabled clip a transition shows its other side alone, which then just lasts longer.
    if (continues && shown.length < 2) spans[spans.length - 1] = { ...previous, duration: end - previous.start }
    else spans.push({ start: reached, duration: end - reached, shown, transition: shown.length < 2 ? null : transition })
    reached = end
  }
  track.clips.forEach((clip, index) => {
    const end = clip.start + clip.duration
    const next = track.clips[index + 1]
    const transition = next?.start === end ? transitions.get(end) : undefined
    push(clip.start, [], null)
    push(transition ? end - transition.inOffset : end, show(clip, reached), null)
    if (transition && next) push(end + transition.outOffset, [...show(clip, reached), ...show(next, reached)], transition)
  })
  return spans
}

/**
 * Which source frame stands under each record frame, track by track, as spans in order and without holes from frame 0 to
 * the track's last clip. Disabled clips show nothing. Read single frames with {@link sourcesAt}.
 */
export const frameMap = (timeline: Timeline): FrameMap => {
  const tracks = timeline.tracks.map(track => ({ trackId: track.id, kind: track.kind, spans: trackSpans(timeline, track) }))
  const ends = tracks.map(({ spans }) => (spans.at(-1)?.start ?? 0) + (spans.at(-1)?.duration ?? 0))
  const end = ends.reduce((latest, one) => Math.max(latest, one), 0)
  return { duration: end, tracks }
}

export type SourceAt = { readonly clipId: string; readonly mediaId: string; readonly frame: Frames }

/** The source frames that a span shows at a record frame inside it: outgoing before incoming. */
export const sourcesAt = (span: Span, frame: Frames): SourceAt[] =>
  span.shown.map(({ clipId, mediaId, sourceIn, step, offset }) => ({
    clipId,
    mediaId,
    frame: steppedFrame(sourceIn, step, offset + frame - span.start),
  }))
