import { sourceRange } from '../frames/source.ts'
import type { Clip, Media, Timeline, Track } from '../model.ts'
import { fraction, round, compare } from '../time/fraction.ts'
import type { Report } from './problem.ts'
import { isFrames, largestSpeedPart, longestTimeline } from './values.ts'

const checkPosition = (clip: Clip, track: Track, report: Report): boolean => {
  const numbers = [clip.start, clip.duration, clip.sourceIn, clip.fadeIn, clip.fadeOut]
  if (!numbers.every(Number.isSafeInteger)) {
    report('off-grid', `Clip “${clip.name}” lies between frames: every position has to be a whole number.`, {
      track,
      clips: [clip],
    })
    return false
  }
  if (clip.start < 0 || clip.duration < 1 || clip.start + clip.duration > longestTimeline) {
    const sentence = `Clip “${clip.name}” runs from frame ${clip.start} for ${clip.duration} frames, outside the timeline.`
    report('off-range', sentence, { track, clips: [clip] })
    return false
  }
  return true
}

const checkSource = (clip: Clip, media: Media, timeline: Timeline, track: Track, report: Report): void => {
  const at = { track, clips: [clip], frames: [clip.start, clip.start + clip.duration] as const }
  if (track.kind === 'audio' && (media.kind === 'image' || media.audio === null))
    report('media-kind', `Clip “${clip.name}” is on a sound track, and “${media.name}” has no sound.`, at)
  if (track.kind === 'video' && media.kind === 'audio')
    report('media-kind', `Clip “${clip.name}” is on a picture track, and “${media.name}” has no picture.`, at)
  const { num, den } = clip.speed
  if (
    !Number.isSafeInteger(num) ||
    !Number.isSafeInteger(den) ||
    den < 1 ||
    Math.abs(num) > largestSpeedPart ||
    den > largestSpeedPart
  ) {
    report('speed', `Clip “${clip.name}” has the speed ${num}/${den}, which is no fraction.`, at)
    return
  }
  if (media.kind === 'image') {
    if (clip.sourceIn !== 0) report('source-range', `Clip “${clip.name}” starts ${clip.sourceIn} frames into a still.`, at)
    return
  }
  const { from, to } = sourceRange(clip, media, timeline.rate, 0, 0)
  if (from.num < 0 || compare(to, fraction(media.duration)) > 0) {
    const range = `${round(from, 'floor')}–${round(to, 'ceil')}`
    report('source-range', `Clip “${clip.name}” needs source ${range}, and “${media.name}” has 0–${media.duration}.`, at)
  }
}

const checkLook = (clip: Clip, track: Track, report: Report): void => {
  const at = { track, clips: [clip], frames: [clip.start, clip.start + clip.duration] as const }
  if (clip.fadeIn < 0 || clip.fadeOut < 0 || clip.fadeIn + clip.fadeOut > clip.duration)
    report(
      'fade',
      `Clip “${clip.name}” is ${clip.duration} frames long, shorter than its fades of ${clip.fadeIn} and ${clip.fadeOut}.`,
      at,
    )
  if (!Number.isFinite(clip.gainDb)) report('off-range', `Clip “${clip.name}” has a gain that is no number.`, at)
  const keyframes = clip.motion?.keyframes ?? []
  const sane = keyframes.every(
    ({ at, x, y, scale, rotation }, index) =>
      [at, x, y, scale, rotation].every(Number.isFinite) && at >= (keyframes[index - 1]?.at ?? 0) && at <= 1 && scale > 0,
  )
  if (clip.motion && (!sane || keyframes.length === 0))
    report('motion', `The camera move of clip “${clip.name}” needs keyframes in order from 0 to 1 with a positive scale.`, at)
  for (const marker of clip.markers)
    if (!isFrames(marker.at, 0) || !isFrames(marker.duration, 0) || marker.at >= clip.duration)
      report('marker-range', `Marker “${marker.name}” lies outside its clip “${clip.name}”.`, { ...at, severity: 'warning' })
}

/** Clips of one track: where they are, what they show, and whether two share a frame. */
export const checkClips = (timeline: Timeline, track: Track, report: Report): void => {
  let latest: Clip | null = null
  let previous: Clip | null = null
  for (const clip of track.clips) {
    const media = timeline.media[clip.mediaId]
    const placed = checkPosition(clip, track, report)
    if (media === undefined)
      report('unknown-media', `Clip “${clip.name}” shows media “${clip.mediaId}”, which is not listed.`, { track, clips: [clip] })
    if (!placed) continue
    const end = clip.start + clip.duration
    if (media) checkSource(clip, media, timeline, track, report)
    checkLook(clip, track, report)
    if (previous && clip.start < previous.start)
      report('unsorted', `Clip “${clip.name}” stands after “${previous.name}” in the list and before it in time.`, {
        track,
        clips: [previous, clip],
      })
    const latestEnd: number = latest ? latest.start + latest.duration : 0
    if (latest && clip.start < latestEnd && end > latest.start) {
      const [from, to] = [Math.max(clip.start, latest.start), Math.min(end, latestEnd)]
      const sentence = `Clips “${latest.name}” and “${clip.name}” overlap on track “${track.name}” in frames ${from}–${to}.`
      report('overlap', sentence, { track, clips: [latest, clip], frames: [from, to] })
    }
    if (!latest || end > latestEnd) latest = clip
    previous = clip
  }
}
