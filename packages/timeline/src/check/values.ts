import type { Media, Timeline } from '../model.ts'
import { allowsDropFrame } from '../time/rate.ts'
import type { Report } from './problem.ts'

/** Positions past this are refused: more than a year at 120 frames a second, and every product with a rate stays exact. */
export const longest = 2 ** 32

/** The longest timeline: 19 days at 60 frames a second. Sources may be longer, as editors give generators years. */
export const longestTimeline = 10 ** 8

/** Speeds are small fractions, so that every step through a source stays exact. */
export const largestSpeedPart = 1_000_000

/** A whole number from `least` to the longest timeline. */
export const isFrames = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= longest

const isRate = (rate: { num: number; den: number }): boolean =>
  Number.isSafeInteger(rate.num) && Number.isSafeInteger(rate.den) && rate.num > 0 && rate.den > 0 && rate.num / rate.den <= 1e6

const mediaProblem = (media: Media): string | null => {
  if (media.kind !== 'audio' && !(isFrames(media.width, 1) && isFrames(media.height, 1))) return 'has no picture size'
  if (media.kind === 'image') return null
  if (!isRate(media.rate)) return 'has no valid rate'
  if (!Number.isSafeInteger(media.duration) || media.duration < 1) return 'has no length'
  if (media.kind === 'video' && !isFrames(media.timecodeStart, 0)) return 'has a timecode start that is no frame number'
  const audio = media.audio
  if (audio && !(isFrames(audio.channels, 1) && isFrames(audio.sampleRate, 1))) return 'has sound without channels or sample rate'
  if (media.kind === 'audio' && media.rate.num !== media.audio.sampleRate * media.rate.den)
    return 'counts positions in something else than its samples'
  return null
}

/** Rate, timecode, picture size and media: what the rest of the checks stand on. */
export const checkValues = (timeline: Timeline, report: Report): boolean => {
  const { rate, timecode, canvas } = timeline
  if (!isRate(rate) || rate.num / rate.den < 1) report('rate', `The frame rate ${rate.num}/${rate.den} is no rate.`)
  else if (timecode.dropFrame && !allowsDropFrame(rate))
    report('drop-frame', `Drop-frame timecode exists at 29.97 and 59.94 only, and this timeline runs at ${rate.num}/${rate.den}.`)
  if (!isFrames(timecode.start, 0)) report('off-grid', `The timecode start ${timecode.start} is no whole frame.`)
  if (!isFrames(canvas.width, 1) || !isFrames(canvas.height, 1))
    report('canvas', `The picture size ${canvas.width} × ${canvas.height} is no size.`)
  if (!isFrames(timeline.audioRate, 1)) report('rate', `The sample rate ${timeline.audioRate} is no rate.`)
  for (const [id, media] of Object.entries(timeline.media)) {
    const wrong = media.id === id ? mediaProblem(media) : `is listed under another id, “${id}”`
    if (wrong !== null) report('media-value', `Media “${media.name}” (${media.id}) ${wrong}.`)
  }
  return isRate(rate)
}

/** Ids have to be unique within their kind: edits, losses and re-imports name things by them. */
export const checkIds = (timeline: Timeline, report: Report): void => {
  const kinds: [string, readonly { id: string }[]][] = [
    ['Track', timeline.tracks],
    ['Clip', timeline.tracks.flatMap(track => track.clips)],
    ['Transition', timeline.tracks.flatMap(track => track.transitions)],
    ['Caption', timeline.captions],
    ['Marker', [...timeline.markers, ...timeline.tracks.flatMap(track => track.clips.flatMap(clip => clip.markers))]],
  ]
  for (const [kind, things] of kinds) {
    const seen = new Set<string>()
    for (const { id } of things) {
      if (seen.has(id)) report('duplicate-id', `${kind} id “${id}” is used twice.`)
      seen.add(id)
    }
  }
}
