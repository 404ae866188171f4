import type { Clip, Marker, MarkerColour, Media, Timeline, Track } from '../model.ts'
import type { Loss, LossCode, LossPlace, LostThing } from './loss.ts'

/** What a format cannot take along: how much of it is lost, and why, as the second half of a sentence. */
export type Gaps = { readonly [Thing in LostThing]?: readonly [code: LossCode, why: string] }

export type LossList = {
  add(
    code: LossCode,
    what: LostThing,
    where: LossPlace,
    sentence: string,
    frames?: { readonly start: number; readonly duration: number },
  ): void
}

export const lossList = (): LossList & { readonly losses: Loss[] } => {
  const losses: Loss[] = []
  return {
    losses,
    add: (code, what, where, sentence, frames) => {
      losses.push(frames === undefined ? { code, what, where, sentence } : { code, what, where, frames, sentence })
    },
  }
}

/** Losses of one kind: the first of them, and how many there are. */
export type LossTally = { readonly first: Loss; readonly count: number }

/** Counts losses by kind and keeps the first of each: a long film loses the same thing thousands of times. */
export const lossTally = (): LossList & { tallies(): LossTally[] } => {
  const all: { first: Loss; count: number }[] = []
  const kinds = {
    dropped: new Map<LostThing, number>(),
    approximated: new Map<LostThing, number>(),
    noted: new Map<LostThing, number>(),
  }
  return {
    tallies: () => all,
    add: (code, what, where, sentence, frames) => {
      const known = all[kinds[code].get(what) ?? -1]
      if (known) known.count++
      else kinds[code].set(what, all.push({ first: { code, what, where, ...(frames && { frames }), sentence }, count: 1 }) - 1)
    },
  }
}

const isEmpty = (metadata: object): boolean => Object.keys(metadata).length === 0

type Note = (what: LostThing, where: LossPlace, subject: string, frames?: { start: number; duration: number }) => void

const noteMarker = (marker: Marker, start: number, colours: readonly MarkerColour[], note: Note): void => {
  const where = { kind: 'marker', id: marker.id } as const
  const frames = { start: start + marker.at, duration: marker.duration }
  const subject = `Marker “${marker.name}”`
  note('marker', where, subject, frames)
  if (!colours.includes(marker.colour)) note('marker-colour', where, subject, frames)
  if (marker.duration !== 1) note('marker-duration', where, subject, frames)
  if (marker.note !== '') note('marker-note', where, subject, frames)
}

const noteClip = (clip: Clip, track: Track, media: Media | undefined, colours: readonly MarkerColour[], note: Note): void => {
  const where = { kind: 'clip', id: clip.id } as const
  const frames = { start: clip.start, duration: clip.duration }
  const subject = `Clip “${clip.name}”`
  const { num, den } = clip.speed
  if (num !== den) note('speed', where, subject, frames)
  if (clip.gainDb !== 0) note('gain', where, subject, frames)
  if (clip.fadeIn > 0 || clip.fadeOut > 0) note('fade', where, subject, frames)
  if (!clip.enabled) note('disabled', where, subject, frames)
  if (clip.motion !== null) note('motion', where, subject, frames)
  if (media?.kind === 'image' && track.kind === 'video') note('still', where, subject, frames)
  if (!isEmpty(clip.metadata)) note('metadata', where, subject, frames)
  for (const marker of clip.markers) noteMarker(marker, clip.start, colours, note)
}

const noteTrack = (timeline: Timeline, track: Track, colours: readonly MarkerColour[], note: Note): void => {
  const where = { kind: 'track', id: track.id } as const
  note('track-name', where, `Track “${track.name}”`)
  if (track.muted) note('muted', where, `Track “${track.name}”`)
  for (const clip of track.clips) noteClip(clip, track, timeline.media[clip.mediaId], colours, note)
  for (const transition of track.transitions) {
    const at = { kind: 'transition', id: transition.id } as const
    const frames = { start: transition.cut - transition.inOffset, duration: transition.inOffset + transition.outOffset }
    const subject = `The ${transition.kind} at frame ${transition.cut}`
    note('transition', at, subject, frames)
    if (transition.kind === 'wipe') note('wipe', at, subject, frames)
    if (!isEmpty(transition.metadata)) note('metadata', at, subject, frames)
  }
}

const noteMedia = (media: Media, note: Note): void => {
  const where = { kind: 'media', id: media.id } as const
  const subject = `Media “${media.name}”`
  if (media.url === undefined) note('media-address', where, subject)
  note('media-facts', where, subject)
  if (!isEmpty(media.metadata)) note('metadata', where, subject)
}

/** Media that no clip shows are not in a file that knows media by their clips. */
export const listUnused = (timeline: Timeline, list: LossList): void => {
  const used = new Set(timeline.tracks.flatMap(track => track.clips.map(clip => clip.mediaId)))
  for (const { id, name } of Object.values(timeline.media))
    if (!used.has(id))
      list.add('dropped', 'media-facts', { kind: 'media', id }, `Media “${name}” is used by no clip and is left out.`)
}

/**
 * Walks a timeline and lists what falls into a format's gaps. Marker colours in `colours` are carried; a marker of one
 * frame has no duration to lose.
 */
export const listGaps = (timeline: Timeline, gaps: Gaps, list: LossList, colours: readonly MarkerColour[] = []): void => {
  const note: Note = (what, where, subject, frames) => {
    const gap = gaps[what]
    if (gap) list.add(gap[0], what, where, `${subject} ${gap[1]}`, frames)
  }
  const where = { kind: 'timeline', id: timeline.id } as const
  note('canvas', where, 'The picture size')
  note('audio-rate', where, 'The sample rate')
  if (timeline.timecode.start !== 0) note('timecode', where, 'The timecode start')
  if (!isEmpty(timeline.metadata)) note('metadata', where, 'The timeline')
  for (const track of timeline.tracks) noteTrack(timeline, track, colours, note)
  for (const caption of timeline.captions) {
    const at = { kind: 'caption', id: caption.id } as const
    note('caption', at, `Caption “${caption.text}”`, { start: caption.start, duration: caption.duration })
    if (caption.speaker !== null)
      note('speaker', at, `Caption “${caption.text}”`, { start: caption.start, duration: caption.duration })
  }
  for (const marker of timeline.markers) noteMarker(marker, 0, colours, note)
  for (const media of Object.values(timeline.media)) noteMedia(media, note)
}
