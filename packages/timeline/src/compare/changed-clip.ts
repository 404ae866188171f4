import { sourceRange } from '../frames/source.ts'
import type { Clip, Frames, Marker, Media, Timeline } from '../model.ts'
import { toFrames } from '../time/conversion.ts'
import { compare, fraction, multiply, round, scale, subtract } from '../time/fraction.ts'
import type { ChangeKind } from './change.ts'
import { clipFacts, sourceTime } from './clip-changes.ts'
import type { Found } from './match.ts'
import type { Versions } from './take.ts'

/** A clip on its track, as it shall be. */
export type Wanted = { readonly clip: Clip; readonly trackId: string }

/** The source in that has moved as far as the editor moved it, counted by the clip's own media. */
const slipped = (clip: Clip, media: Media | undefined, before: Found, after: Found): Frames => {
  if (!media || media.kind === 'image') return clip.sourceIn
  const moved = multiply(subtract(sourceTime(after), sourceTime(before)), media.rate)
  return Math.max(0, clip.sourceIn + round(moved, 'nearest'))
}

/** The source in of a clip from elsewhere, counted by the media that has its id here: formats differ over where media begins. */
export const sourceHere = (found: Found, media: Media | undefined): Frames => {
  const { clip, media: own } = found
  // Lists let stills run like footage.
  if (media?.kind === 'image') return 0
  if (!media || !own || own.kind === 'image') return clip.sourceIn
  const origin = media.kind === 'video' ? media.timecodeStart : 0
  return Math.max(0, toFrames(sourceTime(found), media.rate) - origin)
}

/** Record frames that were cut off at a clip's beginning, as its source tells. */
const headFrames = (before: Found, after: Found, { rate }: Timeline): Frames => {
  const { num, den } = after.clip.speed
  if (num === 0) return 0
  return toFrames(multiply(subtract(sourceTime(after), sourceTime(before)), fraction(den, num)), rate)
}

const movedMarkers = (markers: readonly Marker[], by: Frames, duration: Frames): Marker[] =>
  markers.map(marker => ({ ...marker, at: marker.at - by })).filter(({ at }) => at >= 0 && at < duration)

const fittedFades = (clip: Clip): Clip => {
  const fadeIn = Math.min(clip.fadeIn, clip.duration)
  const fadeOut = Math.min(clip.fadeOut, clip.duration - fadeIn)
  return fadeIn === clip.fadeIn && fadeOut === clip.fadeOut ? clip : { ...clip, fadeIn, fadeOut }
}

/** Lists count sources in record frames: less than one of them past the end of the media is theirs and not the editor's. */
export const withinFrame = (clip: Clip, media: Media | undefined, timeline: Timeline): Clip => {
  if (!media || media.kind === 'image') return clip
  const past = round(subtract(sourceRange(clip, media, timeline.rate, 0, 0).to, fraction(media.duration)), 'ceil')
  const frame = scale(1, { num: media.rate.num * timeline.rate.den, den: media.rate.den * timeline.rate.num }, 'ceil')
  return past > 0 && past <= frame && clip.sourceIn >= past ? { ...clip, sourceIn: clip.sourceIn - past } : clip
}

export const hasSource = (clip: Clip, media: Media | undefined, timeline: Timeline): boolean => {
  if (!media || media.kind === 'image') return true
  const { from, to } = sourceRange(clip, media, timeline.rate, 0, 0)
  return from.num >= 0 && compare(to, fraction(media.duration)) <= 0
}

/** A clip with some of the things that an editor has done to it. */
export const changedClip = (
  wanted: Wanted,
  kinds: ReadonlySet<ChangeKind>,
  { before, after }: { before: Found; after: Found },
  sameTrack: boolean,
  { present, after: cut }: Versions,
  trackOf: (afterId: string) => string,
): Wanted => {
  const now = after.clip
  const facts = clipFacts(before, after, sameTrack, cut, 'exactly')
  let { clip, trackId } = wanted
  const media = present.media[clip.mediaId]
  if (kinds.has('replaced'))
    clip = { ...clip, mediaId: now.mediaId, sourceIn: sourceHere(after, present.media[now.mediaId]), motion: null }
  if (kinds.has('retimed')) clip = { ...clip, speed: now.speed }
  if (kinds.has('trimmed'))
    clip = {
      ...clip,
      duration: now.duration,
      ...(facts.onlyHead && { start: clip.start + clip.duration - now.duration }),
      ...(facts.head && { sourceIn: slipped(clip, media, before, after) }),
      markers: movedMarkers(
        clip.markers,
        facts.onlyHead ? clip.duration - now.duration : headFrames(before, after, cut),
        now.duration,
      ),
    }
  if (kinds.has('moved')) {
    clip = { ...clip, start: now.start }
    if (!sameTrack) trackId = trackOf(after.track.id)
  }
  if (kinds.has('levelled')) clip = { ...clip, gainDb: now.gainDb }
  if (kinds.has('faded')) clip = { ...clip, fadeIn: now.fadeIn, fadeOut: now.fadeOut }
  if (kinds.has('switched')) clip = { ...clip, enabled: now.enabled }
  return { clip: fittedFades(clip), trackId }
}
