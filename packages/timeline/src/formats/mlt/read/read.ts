import * as z from 'zod'
import type { Rate } from '../../../model.ts'
import { captionSchema, markerSchema, metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { allowsDropFrame } from '../../../time/rate.ts'
import { fraction } from '../../../time/fraction.ts'
import { child, readXml, type XmlElement } from '../../../xml/document.ts'
import { Draft } from '../../draft.ts'
import type { ReadResult } from '../../read.ts'
import { MltMedia } from './media.ts'
import { playlistsOf, refuseCircles } from './nesting.ts'
import { type MltReading, readPlaylist } from './playlist.ts'
import { noteOf, propertyOf, refuse } from './value.ts'

const noteSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    timecode: z.object({ start: z.int().min(0), dropFrame: z.boolean() }),
    captions: z.array(captionSchema),
    markers: z.array(markerSchema),
    metadata: metadataSchema,
    audioRate: z.int().min(1),
  })
  .partial()
/** The pieces of tracks. */
const folded = new Set(['producer', 'chain', 'tractor', 'entry'])
const trackNote = z.object({ id: z.string(), name: z.string() })

const wholeOf = (element: XmlElement, name: string): number => {
  const value = Number(element.attributes[name])
  return Number.isSafeInteger(value) && value > 0 && value < 2 ** 31 ? value : refuse(element, `has no ${name}`)
}

/** Shotcut marks its main tractor; others put it last. */
const mainTractor = (root: XmlElement): XmlElement => {
  const tractors = root.children.filter(one => one.name === 'tractor')
  return tractors.findLast(one => propertyOf(one, 'shotcut') === '1') ?? tractors.at(-1) ?? refuse(root, 'holds no tractor')
}

const readTracks = (tractor: XmlElement, reading: MltReading): void => {
  const lanes = { video: 0, audio: 0 }
  for (const { track: one, playlist } of playlistsOf(tractor, reading.byId)) {
    if (playlist.attributes['id'] === 'background') continue
    const kind =
      propertyOf(playlist, 'shotcut:audio') === '1' ||
      (one.attributes['hide'] === 'video' && propertyOf(playlist, 'shotcut:video') !== '1')
        ? 'audio'
        : 'video'
    const lane = lanes[kind]++
    const { clips, transitions } = readPlaylist(playlist, kind, reading)
    const [track] = reading.draft.lane(kind, lane)
    if (!track) continue
    const note = parsedOr(trackNote, noteOf(playlist, 'track'), null)
    const name = note?.name ?? propertyOf(playlist, 'shotcut:name')
    Object.assign(track, {
      ...(name !== undefined && { name }),
      ...(note && { id: note.id }),
      muted: one.attributes['hide'] === 'both',
    })
    for (const clip of clips) track.clips.push(clip)
    for (const transition of transitions) track.transitions.push(transition)
  }
}

/**
 * Reads MLT XML as Shotcut saves it. Producers count on the profile's grid, and so do the sources of what is read.
 * @throws UnreadableTimeline with line and element.
 */
export const readMlt = (text: string): ReadResult => {
  const root = readXml(text, { kind: 'mlt', format: 'MLT', folded })
  if (root.name !== 'mlt') refuse(root, 'is not the root of an MLT file')
  const profile = child(root, 'profile') ?? refuse(root, 'has no profile')
  const rate: Rate = fraction(wholeOf(profile, 'frame_rate_num'), wholeOf(profile, 'frame_rate_den'))
  const tractor = mainTractor(root)
  const draft = new Draft()
  const byId = new Map(root.children.map(one => [one.attributes['id'] ?? '', one]))
  refuseCircles(tractor, byId)
  try {
    readTracks(tractor, { draft, media: new MltMedia(draft, rate), rate, byId })
  } catch (error) {
    if (error instanceof RangeError) return refuse(tractor, error.message)
    throw error
  }
  const note = parsedOr(noteSchema, noteOf(tractor, 'timeline'), {})
  draft.captions.push(...(note.captions ?? []).map(caption => ({ ...caption, id: draft.id(caption.id) })))
  draft.markers.push(...(note.markers ?? []).map(marker => ({ ...marker, id: draft.id(marker.id) })))
  const name = note.name ?? root.attributes['title'] ?? 'Untitled'
  const { start, dropFrame } = note.timecode ?? { start: 0, dropFrame: false }
  return draft.finish({
    id: note.id ?? name,
    name,
    rate,
    timecode: { start, dropFrame: dropFrame && allowsDropFrame(rate) },
    canvas: { width: wholeOf(profile, 'width'), height: wholeOf(profile, 'height') },
    audioRate: note.audioRate ?? 48000,
    metadata: note.metadata ?? {},
  })
}
