import { sourceRange } from '../frames/source.ts'
import type { Clip, Media, Timeline, Track, Transition } from '../model.ts'
import { compare, type Fraction, fraction, round } from '../time/fraction.ts'

type Note = (sentence: string) => void

const within = (clip: Clip, media: Media, timeline: Timeline, before: number, after: number): boolean => {
  if (media.kind === 'image') return true
  return sourceRange(clip, media, timeline.rate, before, after).from.num >= 0
}

/** The most frames up to `wanted` of which the source has enough. */
const longestHandle = (wanted: number, fits: (frames: number) => boolean): number => {
  if (fits(wanted)) return wanted
  let [least, most] = [0, wanted]
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2)
    if (fits(middle)) least = middle
    else most = middle
  }
  return least
}

/** A transition cut down to the room and the source that its clips have; null when nothing is left of it. */
const fitTransition = (
  timeline: Timeline,
  transition: Transition,
  outgoing: Clip,
  incoming: Clip,
  room: number,
): Transition | null => {
  const [from, to] = [timeline.media[outgoing.mediaId], timeline.media[incoming.mediaId]]
  if (!from || !to) return null
  const inRoom = Math.max(0, Math.min(transition.inOffset, room))
  const outRoom = Math.max(0, Math.min(transition.outOffset, incoming.duration))
  const inOffset = longestHandle(inRoom, frames => within(incoming, to, timeline, frames, 0))
  const outOffset = longestHandle(outRoom, frames => within(outgoing, from, timeline, 0, frames))
  return inOffset + outOffset > 0 ? { ...transition, inOffset, outOffset } : null
}

const settleTrack = (timeline: Timeline, track: Track, note: Note): Track => {
  const ending = new Map(track.clips.map((clip, index) => [clip.start + clip.duration, index]))
  const starting = new Map(track.clips.map((clip, index) => [clip.start, index]))
  const clips = [...track.clips]
  const transitions: Transition[] = []
  let reached = 0
  for (const transition of track.transitions) {
    const [from, to] = [ending.get(transition.cut), starting.get(transition.cut)]
    const [outgoing, incoming] = [clips[from ?? -1], clips[to ?? -1]]
    if (from === undefined || to === undefined || !outgoing || !incoming) {
      note(`The ${transition.kind} at frame ${transition.cut} stands where no two clips meet and is left out.`)
      continue
    }
    const room = Math.min(outgoing.duration, transition.cut - Math.max(reached, outgoing.start + outgoing.fadeIn))
    const fitted = fitTransition(timeline, transition, outgoing, incoming, room)
    if (!fitted || fitted.inOffset !== transition.inOffset || fitted.outOffset !== transition.outOffset)
      note(`The ${transition.kind} at frame ${transition.cut} is shortened to the room and the source that its clips have.`)
    if (!fitted) continue
    reached = fitted.cut + fitted.outOffset
    transitions.push(fitted)
    if (outgoing.fadeOut > 0) clips[from] = { ...outgoing, fadeOut: 0 }
    const fadeOut = Math.min(incoming.fadeOut, incoming.duration - fitted.outOffset)
    if (incoming.fadeIn > 0 || fadeOut !== incoming.fadeOut) clips[to] = { ...incoming, fadeIn: 0, fadeOut }
  }
  return { ...track, clips, transitions }
}

const needs = (timeline: Timeline): Map<string, Fraction> => {
  const ends = new Map<string, Fraction>()
  for (const track of timeline.tracks) {
    const cuts = new Map(track.transitions.map(transition => [transition.cut, transition]))
    for (const clip of track.clips) {
      const media = timeline.media[clip.mediaId]
      if (!media || media.kind === 'image') continue
      const { to } = sourceRange(
        clip,
        media,
        timeline.rate,
        cuts.get(clip.start)?.inOffset ?? 0,
        cuts.get(clip.start + clip.duration)?.outOffset ?? 0,
      )
      const known = ends.get(media.id)
      if (!known || compare(to, known) > 0) ends.set(media.id, to)
    }
  }
  return ends
}

/**
 * Makes a read timeline one that can be written again. The cut is what counts: media that is said to be shorter than what
 * its clips show is lengthened, transitions lose the handles that do not exist. Every change is noted.
 */
export const settle = (timeline: Timeline, note: Note): Timeline => {
  const tracks = timeline.tracks.map(track => {
    const clips = track.clips.map((clip): Clip => {
      const media = timeline.media[clip.mediaId]
      if (!media || media.kind === 'image') return clip
      const { from } = sourceRange(clip, media, timeline.rate, 0, 0)
      if (from.num >= 0) return clip
      note(`Clip “${clip.name}” begins before its media and is moved to its first frame.`)
      return { ...clip, sourceIn: clip.sourceIn - round(from, 'floor') }
    })
    return settleTrack(timeline, { ...track, clips }, note)
  })
  const settled = { ...timeline, tracks }
  const media = new Map(Object.entries(timeline.media))
  for (const [id, end] of needs(settled)) {
    const one = media.get(id)
    if (!one || one.kind === 'image' || compare(end, fraction(one.duration)) <= 0) continue
    // Zero is how readers say that the file does not tell how long its media is.
    if (one.duration > 0)
      note(`Media “${one.name}” is said to have ${one.duration} frames, and its clips show ${round(end, 'ceil')}.`)
    media.set(id, { ...one, duration: round(end, 'ceil') })
  }
  for (const [id, one] of media) if (one.kind !== 'image' && one.duration < 1) media.set(id, { ...one, duration: 1 })
  return { ...settled, media: Object.fromEntries(media) }
}
