import * as z from 'zod'
import type { Marker } from '../../../model.ts'
import { markerSchema, metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { toFrames } from '../../../time/conversion.ts'
import { fraction } from '../../../time/fraction.ts'
import { allowsDropFrame } from '../../../time/rate.ts'
import { child, readXml, type XmlElement } from '../../../xml/document.ts'
import { legalText } from '../../../xml/escape.ts'
import { Draft } from '../../draft.ts'
import type { ReadResult } from '../../read.ts'
import type { Reading } from './item.ts'
import { ReadResources, refuseCircles } from './resources.ts'
import { readStoryline } from './storyline.ts'
import { markerDuration } from './look.ts'
import { noteOf, rateOfFormat, refuse, timeOf } from './value.ts'

// Large, and nothing that a timeline holds.
const ignored = new Set(['bookmark', 'data', 'smart-collection', 'effectConfig', 'array'])

/** Pieces of a storyline. What contains other pieces is read as it comes. */
const folded = new Set([
  'asset-clip',
  'clip',
  'video',
  'audio',
  'title',
  'gap',
  'ref-clip',
  'sync-clip',
  'mc-clip',
  'audition',
  'asset',
])

const noteSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    audioRate: z.int().min(1),
    metadata: metadataSchema,
    markers: z.array(markerSchema),
    tracks: z.array(z.object({ id: z.string(), kind: z.enum(['video', 'audio']), name: z.string(), muted: z.boolean() })),
  })
  .partial()
type TimelineNote = z.output<typeof noteSchema>

/** Sequences of projects in document order. */
const sequences = (element: XmlElement): { sequence: XmlElement; project: XmlElement }[] =>
  element.children.flatMap(one => {
    if (one.name !== 'project') return sequences(one)
    const sequence = child(one, 'sequence')
    return sequence ? [{ sequence, project: one }] : []
  })

const sampleRates: { readonly [name: string]: number } = {
  '32k': 32000,
  '44.1k': 44100,
  '48k': 48000,
  '88.2k': 88200,
  '96k': 96000,
  '176.4k': 176400,
  '192k': 192000,
}

/** Markers that the file says are the timeline's go back to it; ids and colours come back by place and name. */
const markerKeeper = (note: TimelineNote, draft: Draft): Reading['keepMarkers'] => {
  const key = (at: number, name: string): string => `${at} ${legalText(name)}`
  const known = Map.groupBy(note.markers ?? [], marker => key(marker.at, marker.name))
  return (markers, start, clipId) =>
    markers.flatMap(({ marker, isKnown }): Marker[] => {
      const own = isKnown ? undefined : known.get(key(start + marker.at, marker.name))?.shift()
      if (own) {
        draft.markers.push({
          ...marker,
          at: start + marker.at,
          id: draft.id(own.id),
          name: own.name,
          colour: own.colour,
          duration: markerDuration(marker.duration, own),
        })
        return []
      }
      return [clipId === null ? { ...marker, at: start + marker.at } : marker]
    })
}

const restoreTracks = (note: TimelineNote, { draft, disabled }: Reading): void => {
  const counts = { video: 0, audio: 0 }
  for (const { id, kind, name, muted } of note.tracks ?? []) {
    const index = counts[kind]++
    const [track] = draft.lane(kind, kind === 'video' ? index : index + 1)
    if (!track) continue
    Object.assign(track, { id, name })
    // Muted tracks have been written as disabled clips.
    if (!muted || track.clips.some(clip => clip.enabled)) continue
    Object.assign(track, { muted, clips: track.clips.map(clip => ({ ...clip, enabled: !disabled.has(clip.id) })) })
  }
}

/**
 * Reads the first project of a Final Cut Pro XML file, 1.5 to 1.14. Titles, generators and compound clips come as clips
 * without a file; the sound of a clip comes as a clip of its own on a sound track.
 * @throws UnreadableTimeline with line and element.
 */
export const readFcpxml = (text: string): ReadResult => {
  const root = readXml(text, { kind: 'fcpxml', format: 'FCPXML', ignored, folded })
  if (root.name !== 'fcpxml') refuse(root, 'is not the root of an FCPXML file')
  refuseCircles(root)
  const [first, ...others] = sequences(root)
  if (!first) return refuse(root, 'holds no project with a sequence')
  const { sequence, project } = first
  const format = (child(root, 'resources')?.children ?? []).find(
    one => one.name === 'format' && one.attributes['id'] === sequence.attributes['format'],
  )
  const rate = format && rateOfFormat(format)
  if (!format || !rate) return refuse(sequence, `format="${sequence.attributes['format'] ?? ''}" has no frame rate`)
  const draft = new Draft()
  for (const other of others)
    draft.note(other.project, `A further project, “${other.project.attributes['name'] ?? ''}”, is left out.`)
  const note: TimelineNote = parsedOr(noteSchema, noteOf(child(sequence, 'metadata'), 'timeline'), {})
  const reading: Reading = {
    draft,
    rate,
    disabled: new Set(),
    resources: new ReadResources(root, draft, rate),
    keepMarkers: markerKeeper(note, draft),
  }
  const tcStart = timeOf(sequence, 'tcStart') ?? fraction(0)
  const spine = child(sequence, 'spine') ?? refuse(sequence, 'has no spine')
  readStoryline(spine, fraction(0), tcStart, 0, reading)
  restoreTracks(note, reading)
  const size = (name: string, usual: number): number => {
    const value = Number(format.attributes[name])
    return Number.isSafeInteger(value) && value > 0 ? value : usual
  }
  const name = note.name ?? project.attributes['name'] ?? 'Untitled'
  return draft.finish({
    id: note.id ?? name,
    name,
    rate,
    timecode: {
      start: Math.max(0, toFrames(tcStart, rate)),
      dropFrame: sequence.attributes['tcFormat'] === 'DF' && allowsDropFrame(rate),
    },
    canvas: { width: size('width', 1920), height: size('height', 1080) },
    audioRate: note.audioRate ?? sampleRates[sequence.attributes['audioRate'] ?? '48k'] ?? 48000,
    metadata: note.metadata ?? {},
  })
}
