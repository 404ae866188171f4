import * as z from 'zod'
import { longestTimeline } from '../../../check/values.ts'
import { sourceFrame } from '../../../frames/source.ts'
import { createClip } from '../../../make.ts'
import type { Clip, Rate, Transition } from '../../../model.ts'
import { markerSchema, metadataSchema, motionSchema, parsedOr } from '../../../schema/timeline.ts'
import { rescale } from '../../../time/conversion.ts'
import { scale } from '../../../time/fraction.ts'
import type { XmlElement } from '../../../xml/document.ts'
import type { Draft } from '../../draft.ts'
import { fadesOf, gainOf, type MltMedia, speedOf } from './media.ts'
import { remapOf } from './remap.ts'
import { isMix } from './nesting.ts'
import { noteOf, positionOf, propertyOf, refuse } from './value.ts'

export type MltReading = {
  readonly draft: Draft
  readonly media: MltMedia
  readonly rate: Rate
  readonly byId: ReadonlyMap<string, XmlElement>
}

const clipNote = z.object({
  id: z.string(),
  sourceIn: z.int(),
  speed: z.object({ num: z.int(), den: z.int().min(1) }),
  gainDb: z.number(),
  fadeIn: z.int(),
  fadeOut: z.int(),
  motion: motionSchema.nullable(),
  markers: z.array(markerSchema),
  metadata: metadataSchema,
})
const crossNote = z.object({
  id: z.string(),
  wipe: z.int().min(0).max(999).nullable(),
  inOffset: z.int().min(0),
  metadata: metadataSchema,
})

/** A stretch of one producer: `from` counts in its own frames, out exclusive. */
type Stretch = { readonly producer: XmlElement; readonly from: number; readonly to: number }

const stretchOf = (element: XmlElement, { byId, rate }: MltReading): Stretch => {
  const id = element.attributes['producer'] ?? ''
  const producer = byId.get(id) ?? refuse(element, `producer “${id}” is not in the file`)
  const from = positionOf(element, 'in', rate) ?? positionOf(producer, 'in', rate) ?? 0
  const last = positionOf(element, 'out', rate) ?? positionOf(producer, 'out', rate) ?? refuse(element, 'has no out point')
  if (last < from) return refuse(element, 'ends before it begins')
  return { producer, from, to: last + 1 }
}

const sourceAt = (stretch: Stretch, clip: Clip, { media, rate }: MltReading, kind: 'video' | 'audio'): number => {
  const own = media.of(stretch.producer, kind)
  if (own.kind === 'image') return 0
  const { num, den } = clip.speed
  const remap = remapOf(stretch.producer)
  if (remap !== null)
    return Math.max(0, Math.floor(((remap.seconds + stretch.from * remap.perFrame) * own.rate.num) / own.rate.den))
  if (num === 0) {
    const freeze = stretch.producer.children.find(one => one.name === 'filter' && propertyOf(one, 'mlt_service') === 'freeze')
    return rescale(Number((freeze && propertyOf(freeze, 'frame')) ?? 0) || 0, rate, own.rate, 'ceil')
  }
  const passed = rescale(scale(stretch.from, { num: Math.abs(num), den }), rate, own.rate, 'ceil')
  return num < 0 ? Math.max(0, own.duration - 1 - passed) : passed
}

const makeClip = (stretch: Stretch, start: number, kind: 'video' | 'audio', reading: MltReading): Clip => {
  const media = reading.media.of(stretch.producer, kind)
  const speed = media.kind === 'image' ? { num: 1, den: 1 } : speedOf(stretch.producer, reading.rate)
  const draft = createClip({
    id: stretch.producer.attributes['id'] ?? 'clip',
    name: propertyOf(stretch.producer, 'shotcut:caption') ?? media.name,
    mediaId: media.id,
    start,
    duration: stretch.to - stretch.from,
    speed,
    gainDb: kind === 'audio' ? gainOf(stretch.producer) : 0,
  })
  return { ...draft, sourceIn: sourceAt(stretch, draft, reading, kind) }
}

/** Takes back what our writer noted with an entry whose points still are where they were. */
const restore = (clip: Clip, noted: unknown, kind: 'video' | 'audio', reading: MltReading): Clip => {
  const note = parsedOr(clipNote, noted, null)
  const media = reading.draft.media.get(clip.mediaId)
  if (!note || !media) return { ...clip, id: reading.draft.id(clip.id) }
  const same =
    note.speed.num * clip.speed.den === clip.speed.num * note.speed.den ||
    Math.abs(note.speed.num / note.speed.den - clip.speed.num / clip.speed.den) < 1e-5
  const near =
    media.kind === 'image' ||
    Math.abs(note.sourceIn - clip.sourceIn) <= Math.abs(sourceFrame(clip, media, reading.rate, 2) - clip.sourceIn) + 2
  const source = same && near ? { sourceIn: note.sourceIn, speed: note.speed } : {}
  const { motion, metadata } = note
  return {
    ...clip,
    ...source,
    id: reading.draft.id(note.id),
    gainDb: kind === 'video' ? note.gainDb : clip.gainDb,
    motion,
    metadata,
    markers: note.markers
      .filter(marker => marker.at < clip.duration)
      .map(marker => ({ ...marker, id: reading.draft.id(marker.id) })),
  }
}

type Open = { clip: Clip; note: unknown; readonly producer: XmlElement }
type Cross = { readonly tractor: XmlElement; readonly outgoing: Stretch; readonly incoming: Stretch; readonly length: number }

const crossOf = (tractor: XmlElement, entry: XmlElement, reading: MltReading): Cross => {
  const [outgoing, incoming] = tractor.children.filter(one => one.name === 'track').map(track => stretchOf(track, reading))
  if (!outgoing || !incoming) return refuse(entry, 'leads to a tractor without two tracks')
  const { from, to } = stretchOf(entry, reading)
  return { tractor, outgoing, incoming, length: Math.min(to - from, outgoing.to - outgoing.from, incoming.to - incoming.from) }
}

/** The clips and transitions of one playlist. A tractor in it mixes the tail of the clip before it with the head of the next. */
export const readPlaylist = (
  playlist: XmlElement,
  kind: 'video' | 'audio',
  reading: MltReading,
): { clips: Clip[]; transitions: Transition[] } => {
  const { draft, rate } = reading
  const open: Open[] = []
  const transitions: Transition[] = []
  let cursor = 0
  let entering: { cut: number; producer: XmlElement } | null = null
  const advance = (frames: number, element: XmlElement): void => {
    cursor += frames
    if (cursor > longestTimeline) refuse(element, `lasts until frame ${cursor}; a timeline has ${longestTimeline} at most`)
  }
  const extend = (stretch: Stretch, entry: XmlElement | null): void => {
    const last = open.at(-1)
    if (entering && last && entering.producer === stretch.producer)
      last.clip = { ...last.clip, duration: last.clip.duration + stretch.to - stretch.from }
    else open.push({ clip: makeClip(stretch, cursor, kind, reading), note: null, producer: stretch.producer })
    const now = open.at(-1)
    if (now && entry) now.note = noteOf(entry, 'clip')
    advance(stretch.to - stretch.from, entry ?? stretch.producer)
    entering = null
  }
  for (const element of playlist.children) {
    if (element.name === 'blank') {
      advance(positionOf(element, 'length', rate) ?? 0, element)
      entering = null
      continue
    }
    if (element.name !== 'entry') continue
    const target = reading.byId.get(element.attributes['producer'] ?? '')
    if (target?.name !== 'tractor' || !isMix(target, reading.byId)) {
      extend(stretchOf(element, reading), element)
      continue
    }
    const cross = crossOf(target, element, reading)
    const note = parsedOr(crossNote, noteOf(cross.tractor, 'transition'), null)
    const inOffset = Math.min(note?.inOffset ?? Math.floor(cross.length / 2), cross.length)
    const last = open.at(-1)
    const continues =
      last !== undefined && last.producer === cross.outgoing.producer && last.clip.start + last.clip.duration === cursor
    // The outgoing clip goes on until the cut; where it is seen here alone it begins here.
    if (continues) last.clip = { ...last.clip, duration: last.clip.duration + inOffset }
    else if (inOffset > 0)
      open.push({
        clip: makeClip({ ...cross.outgoing, to: cross.outgoing.from + inOffset }, cursor, kind, reading),
        note: noteOf(cross.tractor, 'outgoing'),
        producer: cross.outgoing.producer,
      })
    const cut = cursor + inOffset
    const begins = { ...cross.incoming, from: cross.incoming.from + inOffset, to: cross.incoming.from + cross.length }
    const incoming = noteOf(cross.tractor, 'incoming')
    open.push({ clip: makeClip(begins, cut, kind, reading), note: incoming, producer: begins.producer })
    const { id = 'transition', wipe = null, metadata = {} } = note ?? {}
    transitions.push({
      id: draft.id(id),
      kind: wipe === null ? 'dissolve' : 'wipe',
      wipe,
      cut,
      inOffset,
      outOffset: cross.length - inOffset,
      metadata,
    })
    advance(cross.length, element)
    entering = { cut, producer: begins.producer }
  }
  const clips = open
    .filter(({ clip }) => clip.duration > 0)
    .map(({ clip, note, producer }): Clip => {
      const { fadeIn, fadeOut } = fadesOf(producer, kind, rate)
      // A filter lasts two frames at least where it begins with the producer.
      const isOne = fadeIn === 2 && parsedOr(clipNote, note, null)?.fadeIn === 1
      const first = Math.min(isOne ? 1 : fadeIn, clip.duration)
      return { ...restore(clip, note, kind, reading), fadeIn: first, fadeOut: Math.min(fadeOut, clip.duration - first) }
    })
  return { clips, transitions }
}
