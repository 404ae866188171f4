import type { Clip, Frames, Media, Timeline } from '../../model.ts'
import { isOnGrid, rescale, toTime } from '../../time/conversion.ts'
import { scale } from '../../time/fraction.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import { mediaPath } from '../media-address.ts'
import { noteText } from '../note.ts'
import { property } from './property.ts'
import { remapFrames, remapOf, type Piece } from './remap.ts'

/** MLT counts every producer on the profile's grid, whatever rate the file has. */
export const producerLength = (media: Media, timeline: Timeline): number =>
  media.kind === 'image' ? 4 * 3600 * 60 : Math.max(1, rescale(media.duration, media.rate, timeline.rate, 'ceil'))

/** Stills begin well inside their producer, so that a transition finds frames before them. */
const stillStart = 3600

/** A clip's first frame as its producer counts: warped producers count warped frames, reversed ones from the end. */
export const producerIn = (piece: Piece, timeline: Timeline): number => {
  const { clip, media, handles } = piece
  if (media.kind === 'image') return stillStart
  if (remapOf(piece, timeline) !== null) return handles.before
  const { num, den } = clip.speed
  if (num === 0) return stillStart
  if (num > 0) return scale(rescale(clip.sourceIn, media.rate, timeline.rate), { num: den, den: num })
  return scale(rescale(media.duration - 1 - clip.sourceIn, media.rate, timeline.rate), { num: den, den: -num })
}

/** What is written, and whereto. */
export type Page = { readonly xml: XmlWriter; readonly timeline: Timeline; readonly mediaBase: string | undefined }

export const isExact = (clip: Clip, media: Media, timeline: Timeline): boolean =>
  media.kind === 'image' || isOnGrid(toTime(clip.sourceIn, media.rate), timeline.rate)

// Lossless: the reader finds the media as it was where the file still is the same one.
const writeNote = (xml: XmlWriter, media: Media): void => property(xml, 'storycanvas:media', noteText(media))

/** A fade's frames as its producer counts, the last one included. */
type Fade = { readonly edge: 'In' | 'Out'; readonly from: number; readonly to: number }

/** What a filter of MLT fades: a picture over black by its opacity, one that covers another by its light, or sound. */
type Faded = 'opacity' | 'light' | 'sound'

/**
 * Picture from black or sound from silence, as Shotcut's own fade filters: a fade's first or last frame is the dark one. Until
 * 7.36 MLT darkens light towards 0, below the black of video; opacity over the black background is right in every version.
 */
const writeFade = (xml: XmlWriter, faded: Faded, { edge, from, to }: Fade): void => {
  const last = Math.max(0, to - from)
  const [dark, light] = faded === 'sound' ? [-60, 0] : [0, 1 - 1 / (last + 1)]
  const [begin, end] = edge === 'In' ? [dark, light] : [light, dark]
  // A filter from 0 to 0 has no end for MLT.
  const reachesNothing = to === 0
  const full = faded === 'sound' ? 0 : 1
  const levels = last === 0 ? `0=${dark}` : `0=${begin}; ${last}=${end}`
  xml.open('filter', { in: from, out: reachesNothing ? 1 : to })
  property(xml, 'mlt_service', faded === 'sound' ? 'volume' : 'brightness')
  property(xml, 'shotcut:filter', `fade${edge}${faded === 'sound' ? 'Volume' : 'Brightness'}`)
  if (faded === 'sound') property(xml, 'window', 75)
  if (faded === 'opacity') property(xml, 'level', 1)
  if (faded === 'light') property(xml, 'alpha', 1)
  property(xml, faded === 'opacity' ? 'alpha' : 'level', reachesNothing ? `0=${dark}; 1=${full}` : levels)
  xml.close()
}

/** Whether a picture from frame `from` to `to` stands over another one. */
export type Covers = (from: Frames, to: Frames) => boolean

/** The producer of one clip with its speed, level and fades. */
export const writeProducer = ({ xml, timeline, mediaBase }: Page, id: string, piece: Piece, covers: Covers): void => {
  const { clip, media, kind } = piece
  const { speed } = clip
  const remap = remapOf(piece, timeline)
  const path = mediaPath(media, mediaBase) ?? media.name
  const warped = remap === null && media.kind !== 'image' && speed.num !== speed.den && speed.num !== 0
  const length = producerLength(media, timeline)
  const frames = warped
    ? scale(length, { num: speed.den, den: Math.abs(speed.num) }, 'ceil')
    : remap === null
      ? length
      : remapFrames(piece)
  const first = producerIn(piece, timeline)
  xml.open(remap === null ? 'producer' : 'chain', { id, in: 0, out: frames - 1 })
  property(xml, 'length', frames)
  property(xml, 'eof', 'pause')
  if (warped) {
    property(xml, 'resource', `${speed.num / speed.den}:${path}`)
    property(xml, 'mlt_service', 'timewarp')
    property(xml, 'warp_speed', speed.num / speed.den)
    property(xml, 'warp_resource', path)
  } else {
    property(xml, 'resource', path)
    property(xml, 'mlt_service', media.kind === 'image' ? 'qimage' : 'avformat-novalidate')
  }
  if (kind === 'audio') property(xml, 'video_index', -1)
  else property(xml, 'audio_index', -1)
  property(xml, 'seekable', 1)
  property(xml, 'shotcut:caption', clip.name)
  writeNote(xml, media)
  if (remap !== null) {
    xml.open('link')
    property(xml, 'mlt_service', 'timeremap')
    property(xml, 'map', remap)
    property(xml, 'image_mode', 'nearest')
    xml.close()
  }
  if (clip.gainDb !== 0 && kind === 'audio') {
    xml.open('filter')
    property(xml, 'mlt_service', 'volume')
    property(xml, 'shotcut:filter', 'audioGain')
    property(xml, 'level', clip.gainDb)
    xml.close()
  }
  const { fadeIn, fadeOut, start, duration } = clip
  const faded = (from: number, length: number): Faded => {
    if (kind === 'audio') return 'sound'
    return covers(from, from + length) ? 'light' : 'opacity'
  }
  if (fadeIn > 0) writeFade(xml, faded(start, fadeIn), { edge: 'In', from: first, to: first + fadeIn - 1 })
  const end = first + duration
  if (fadeOut > 0) writeFade(xml, faded(start + duration - fadeOut, fadeOut), { edge: 'Out', from: end - fadeOut, to: end - 1 })
  xml.close()
}
