import * as z from 'zod'
import { createMarker } from '../../../make.ts'
import { captionSchema, markerSchema, mediaSchema, metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { allowsDropFrame } from '../../../time/rate.ts'
import { child, childText, descend, readXml, type XmlElement } from '../../../xml/document.ts'
import { mayHold } from '../../../xml/folded.ts'
import { Draft } from '../../draft.ts'
import type { ReadResult } from '../../read.ts'
import { XmemlMedia } from './media.ts'
import { readTrack } from './track.ts'
import { noteOf, numberOf, rateIn, refuse } from './value.ts'

const noteSchema = z
  .object({
    timeline: z.string(),
    name: z.string(),
    captions: z.array(captionSchema),
    markers: z.array(markerSchema),
    metadata: metadataSchema,
    media: z.array(mediaSchema),
    tracks: z.array(z.object({ id: z.string(), kind: z.enum(['video', 'audio']), name: z.string() })),
  })
  .partial()
type SequenceNote = z.output<typeof noteSchema>

const ignored = new Set(['pproTicksIn', 'pproTicksOut', 'colorinfo', 'labels', 'mastercomment1'])
const folded = new Set(['clipitem', 'transitionitem', 'generatoritem'])

/** @throws UnreadableTimeline where a sequence contains itself, directly or by the id of one that is described elsewhere. */
const refuseCircles = (root: XmlElement): void => {
  const bodies = new Map<string, XmlElement>()
  const collect = (element: XmlElement): void => {
    const id = element.attributes['id']
    if (element.name === 'sequence' && id !== undefined && element.children.length > 0) bodies.set(id, element)
    if (mayHold(element, 'sequence')) for (const one of element.children) collect(one)
  }
  collect(root)
  const done = new Set<XmlElement>()
  const visit = (element: XmlElement, path: readonly string[]): void => {
    const id = element.name === 'sequence' ? element.attributes['id'] : undefined
    if (id !== undefined && path.includes(id)) refuse(element, `“${id}” contains itself`)
    const body = (id !== undefined && bodies.get(id)) || element
    if (done.has(body)) return
    if (!mayHold(body, 'sequence')) return
    for (const one of body.children) visit(one, id === undefined ? path : [...path, id])
    if (id !== undefined) done.add(body)
  }
  visit(root, [])
}

/** The first sequence in document order that is not inside another clip. */
const findSequence = (element: XmlElement): XmlElement | null => {
  for (const one of element.children) {
    if (one.name === 'sequence') return one
    const inside = ['project', 'children', 'bin', 'xmeml'].includes(one.name) ? findSequence(one) : null
    if (inside) return inside
  }
  return null
}

const readTracks = (
  sequence: XmlElement,
  kind: 'video' | 'audio',
  note: SequenceNote,
  draft: Draft,
  media: XmemlMedia,
  rate: { num: number; den: number },
): void => {
  const group = descend(sequence, 'media', kind)
  const tracks = (group?.children ?? []).filter(
    one => one.name === 'track' && !(Number(one.attributes['currentExplodedTrackIndex'] ?? 0) > 0),
  )
  const known = (note.tracks ?? []).filter(track => track.kind === kind)
  tracks.forEach((track, lane) => {
    readTrack(track, kind, lane, { draft, media, rate })
    const [target] = draft.lane(kind, lane)
    const own = known.length === tracks.length ? known[lane] : undefined
    if (target && own) Object.assign(target, { id: own.id, name: own.name })
  })
}

const readMarkers = (sequence: XmlElement, note: SequenceNote, draft: Draft): void => {
  const known = [...(note.markers ?? [])]
  for (const one of sequence.children.filter(child => child.name === 'marker')) {
    const at = Math.max(0, numberOf(one, 'in') ?? 0)
    const out = numberOf(one, 'out') ?? -1
    const index = known.findIndex(marker => marker.at === at)
    const [own] = index < 0 ? [] : known.splice(index, 1)
    const length = out > at ? out - at : 1
    const read = createMarker({
      id: 'marker',
      at,
      duration: length,
      name: childText(one, 'name') ?? '',
      note: childText(one, 'comment') ?? '',
    })
    draft.markers.push({ ...(own ?? read), id: draft.id(own?.id ?? 'marker') })
  }
}

/**
 * Reads the first sequence of a Final Cut Pro 7 XML file, version 4 or 5, as Premiere Pro and Resolve write it too.
 * @throws UnreadableTimeline with line and element.
 */
export const readXmeml = (text: string): ReadResult => {
  const root = readXml(text, { kind: 'xmeml', format: 'Final Cut Pro 7 XML', ignored, folded })
  if (root.name !== 'xmeml') refuse(root, 'is not the root of an xmeml file')
  refuseCircles(root)
  const sequence = findSequence(root) ?? refuse(root, 'holds no sequence')
  const rate = rateIn(sequence) ?? refuse(sequence, 'has no rate')
  const draft = new Draft()
  const note: SequenceNote = parsedOr(noteSchema, noteOf(sequence), {})
  const media = new XmemlMedia(root, draft, rate)
  try {
    readTracks(sequence, 'video', note, draft, media, rate)
    readTracks(sequence, 'audio', note, draft, media, rate)
  } catch (error) {
    if (error instanceof RangeError) return refuse(sequence, error.message)
    throw error
  }
  readMarkers(sequence, note, draft)
  draft.captions.push(...(note.captions ?? []).map(caption => ({ ...caption, id: draft.id(caption.id) })))
  for (const one of note.media ?? []) if (!draft.media.has(one.id)) draft.media.set(one.id, one)
  const timecode = child(sequence, 'timecode')
  const size = descend(sequence, 'media', 'video', 'format', 'samplecharacteristics')
  const sound = descend(sequence, 'media', 'audio', 'format', 'samplecharacteristics')
  const name = note.name ?? childText(sequence, 'name') ?? 'Untitled'
  return draft.finish({
    id: note.timeline ?? name,
    name,
    rate,
    timecode: {
      start: Math.max(0, (timecode && numberOf(timecode, 'frame')) ?? 0),
      dropFrame: timecode !== undefined && childText(timecode, 'displayformat') === 'DF' && allowsDropFrame(rate),
    },
    canvas: {
      width: Math.max(1, (size && numberOf(size, 'width')) ?? 1920),
      height: Math.max(1, (size && numberOf(size, 'height')) ?? 1080),
    },
    audioRate: Math.max(1, (sound && numberOf(sound, 'samplerate')) ?? 48000),
    metadata: note.metadata ?? {},
  })
}
