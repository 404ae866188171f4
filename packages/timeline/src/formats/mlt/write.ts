import { requireValid } from '../../check/validate.ts'
import { duration } from '../../duration.ts'
import type { Timeline } from '../../model.ts'
import { fraction } from '../../time/fraction.ts'
import { legalText } from '../../xml/escape.ts'
import { knownWipes } from '../../wipe.ts'
import { XmlWriter } from '../../xml/writer.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written } from '../format.ts'
import { type Gaps, type LossList, listGaps, listUnused, lossList } from '../losses.ts'
import { mediaPath } from '../media-address.ts'
import { noteText } from '../note.ts'
import { isExact } from './producer.ts'
import { property } from './property.ts'
import { writeTrack } from './track.ts'
import { wipeMaps } from './wipe-map.ts'

const gaps: Gaps = {
  'audio-rate': ['noted', 'is kept only in a note; an MLT profile has none.'],
  disabled: ['dropped', 'is disabled, which MLT cannot say; it is left out.'],
  motion: ['noted', 'keeps its camera move only in a note.'],
  caption: ['noted', 'is kept only in a note.'],
  marker: ['noted', 'is kept only in a note.'],
  'media-address': ['approximated', 'has no address and is written under its name; Shotcut will ask where it is.'],
  metadata: ['noted', 'keeps its own metadata as a note.'],
  timecode: ['noted', 'is kept only in a note; MLT counts from zero.'],
}

/** What MLT XML of this timeline does not hold. */
export const listMltLosses = (timeline: Timeline, list: LossList, mediaBase?: string): void => {
  listGaps(timeline, gaps, list)
  listUnused(timeline, list)
  for (const media of Object.values(timeline.media)) {
    const path = mediaPath(media, mediaBase) ?? ''
    if (legalText(path) !== path)
      list.add(
        'approximated',
        'media-address',
        { kind: 'media', id: media.id },
        `The path of “${media.name}” loses characters that XML forbids.`,
      )
  }
  for (const track of timeline.tracks) {
    const shown = track.clips.filter(clip => clip.enabled)
    const [starts, ends] = [new Set(shown.map(clip => clip.start)), new Set(shown.map(clip => clip.start + clip.duration))]
    for (const { id, wipe } of track.transitions)
      if (wipe !== null && !knownWipes.includes(wipe))
        list.add('approximated', 'wipe', { kind: 'transition', id }, `Wipe ${wipe} is drawn from left to right.`)
    for (const { id, kind, cut } of track.transitions)
      if (!starts.has(cut) || !ends.has(cut))
        list.add(
          'dropped',
          'transition',
          { kind: 'transition', id },
          `The ${kind} at frame ${cut} goes with the disabled clip beside it.`,
        )
    for (const clip of track.clips) {
      const media = timeline.media[clip.mediaId]
      if (!media || !clip.enabled) continue
      const where = { kind: 'clip', id: clip.id } as const
      const frames = { start: clip.start, duration: clip.duration }
      const { num, den } = clip.speed
      // Pictures are remapped point by point; sound is warped, and stands on the profile's grid.
      if (media.kind !== 'image' && track.kind === 'audio' && num !== den)
        list.add(
          'approximated',
          'speed',
          where,
          `Clip “${clip.name}” is retimed; its points are rounded to whole retimed frames.`,
          frames,
        )
      else if (track.kind === 'audio' && !isExact(clip, media, timeline))
        list.add(
          'approximated',
          'source-position',
          where,
          `Clip “${clip.name}” begins between two frames of the profile; its in point moves to the earlier one.`,
          frames,
        )
      if (clip.gainDb !== 0 && track.kind === 'video')
        list.add('noted', 'gain', where, `Clip “${clip.name}” is picture; its level is kept only in a note.`, frames)
      if (legalText(clip.name) !== clip.name)
        list.add('approximated', 'name', where, `Clip “${clip.name}” loses characters that XML forbids.`, frames)
    }
  }
}

const writeProfile = (xml: XmlWriter, { rate, canvas }: Timeline): void => {
  const aspect = fraction(canvas.width, canvas.height)
  xml.leaf('profile', {
    description: 'automatic',
    width: canvas.width,
    height: canvas.height,
    progressive: 1,
    sample_aspect_num: 1,
    sample_aspect_den: 1,
    display_aspect_num: aspect.num,
    display_aspect_den: aspect.den,
    frame_rate_num: rate.num,
    frame_rate_den: rate.den,
    colorspace: 709,
  })
}

/** The main tractor: a black background below all tracks, sound mixed, pictures laid over one another. */
const writeTractor = (xml: XmlWriter, timeline: Timeline, length: number): void => {
  xml.open('tractor', { id: 'tractor0', in: 0, out: length - 1 })
  // Shotcut opens a file as a project only with this; as an attribute it is ignored.
  property(xml, 'shotcut', 1)
  const { id, name, timecode, captions, markers, metadata, audioRate } = timeline
  property(xml, 'storycanvas:timeline', noteText({ id, name, timecode, captions, markers, metadata, audioRate }))
  xml.leaf('track', { producer: 'background' })
  timeline.tracks.forEach((track, index) => {
    const hide = track.kind === 'audio' ? (track.muted ? 'both' : 'video') : track.muted ? 'both' : undefined
    xml.leaf('track', { producer: `playlist${index}`, hide })
  })
  timeline.tracks.forEach((track, index) => {
    xml.open('transition')
    const service = track.kind === 'audio' ? 'mix' : 'frei0r.cairoblend'
    for (const [key, value] of [
      ['a_track', 0],
      ['b_track', index + 1],
      ['mlt_service', service],
    ] as const)
      property(xml, key, value)
    if (track.kind === 'audio') property(xml, 'sum', 1)
    xml.close()
  })
  xml.close()
}

/**
 * MLT XML as Shotcut opens it: in and out points inclusive, blanks for holes, transitions as tractors inside their track.
 * @throws InvalidTimeline
 */
export const writeMlt = (timeline: Timeline, options: WriteSettings = {}): Written => {
  requireValid(timeline)
  const list = lossList()
  listMltLosses(timeline, list, options.mediaBase)
  const shown: Timeline = {
    ...timeline,
    tracks: timeline.tracks.map(track => ({ ...track, clips: track.clips.filter(clip => clip.enabled) })),
  }
  const length = Math.max(1, duration(timeline))
  const xml = new XmlWriter().open('mlt', { LC_NUMERIC: 'C', version: '7.14.0', title: 'StoryCanvas', producer: 'main_bin' })
  writeProfile(xml, timeline)
  xml.open('playlist', { id: 'main_bin' })
  property(xml, 'xml_retain', 1)
  xml.close().open('producer', { id: 'black', in: 0, out: length - 1 })
  for (const [name, value] of [
    ['length', length],
    ['eof', 'pause'],
    // Opaque, where Shotcut's own is clear: what fades by its opacity fades to black and not to itself.
    ['resource', 'black'],
    ['mlt_service', 'color'],
    ['mlt_image_format', 'rgba'],
  ] as const)
    property(xml, name, value)
  xml
    .close()
    .open('playlist', { id: 'background' })
    .leaf('entry', { producer: 'black', in: 0, out: length - 1 })
    .close()
  shown.tracks.forEach((track, index) => writeTrack({ xml, timeline: shown, mediaBase: options.mediaBase }, track, index))
  writeTractor(xml, timeline, length)
  xml.close()
  return {
    files: [
      { name: `${fileName(options.fileName ?? timeline.name)}.mlt`, type: 'application/xml', text: xml.toString() },
      ...wipeMaps(shown),
    ],
    losses: list.losses,
  }
}
