import * as z from 'zod'
import { largestSpeedPart } from '../../../check/values.ts'
import { createClip, createMarker } from '../../../make.ts'
import type { Clip, Media, Rate } from '../../../model.ts'
import { markerSchema, metadataSchema, motionSchema, parsedOr } from '../../../schema/timeline.ts'
import { rescale } from '../../../time/conversion.ts'
import { type Fraction, fraction, scale, simplify } from '../../../time/fraction.ts'
import { child, childText, type XmlElement } from '../../../xml/document.ts'
import type { Draft } from '../../draft.ts'
import type { XmemlMedia } from './media.ts'
import { isTrue, noteOf, numberOf } from './value.ts'

export type XmemlReading = { readonly draft: Draft; readonly media: XmemlMedia; readonly rate: Rate }

const noteSchema = z
  .object({
    clip: z.string(),
    in: z.int(),
    sourceIn: z.int(),
    speed: z.object({ num: z.int(), den: z.int().min(1) }),
    gainDb: z.number(),
    fadeIn: z.int().min(0),
    fadeOut: z.int().min(0),
    motion: motionSchema,
    markers: z.array(markerSchema),
    metadata: metadataSchema,
  })
  .partial()

const effects = (item: XmlElement): XmlElement[] =>
  item.children.filter(one => one.name === 'filter').flatMap(one => one.children.filter(effect => effect.name === 'effect'))

const parameter = (effect: XmlElement, id: string): string | undefined => {
  const found = effect.children.find(one => one.name === 'parameter' && childText(one, 'parameterid')?.toLowerCase() === id)
  return found && childText(found, 'value')
}

const speedOf = (item: XmlElement, draft: Draft): Fraction => {
  if (isTrue(item, 'stillframe', false)) return { num: 0, den: 1 }
  const remap = effects(item).find(effect => childText(effect, 'effectid') === 'timeremap')
  if (!remap) return { num: 1, den: 1 }
  if (parameter(remap, 'variablespeed') === '1')
    draft.note(item, `“${childText(item, 'name') ?? ''}” changes its speed; it comes with its speed as a whole.`)
  const percent = Number(parameter(remap, 'speed') ?? 100)
  const speed =
    Number.isFinite(percent) && Math.abs(percent) <= 1e6
      ? simplify(fraction(Math.round(percent * 1e6), 1e8), largestSpeedPart)
      : { num: 1, den: 1 }
  const reverses = parameter(remap, 'reverse')?.toUpperCase() === 'TRUE'
  return reverses ? { num: 0 - Math.abs(speed.num), den: speed.den } : speed
}

/** Decibels of the linear level. */
const gainOf = (item: XmlElement): number => {
  const levels = effects(item).find(effect => childText(effect, 'effectid') === 'audiolevels')
  const level = Number((levels && parameter(levels, 'level')) ?? 1)
  return level > 0 && level !== 1 ? Math.round(20 * Math.log10(level) * 1e4) / 1e4 : 0
}

/** The source frame at `point`, a retimed frame of the sequence's grid. */
const sourceAt = (point: number, media: Media, speed: Fraction, item: XmlElement, rate: Rate): number => {
  if (media.kind === 'image') return 0
  if (speed.num === 0) return Math.max(0, numberOf(item, 'stillframeoffset') ?? point)
  const passed = rescale(scale(point, { num: Math.abs(speed.num), den: speed.den }), rate, media.rate, 'ceil')
  return speed.num < 0 ? Math.max(0, media.duration - 1 - passed) : passed
}

const markersOf = (item: XmlElement, point: number, note: z.output<typeof noteSchema>, draft: Draft): Clip['markers'] => {
  const known = [...(note.markers ?? [])]
  return item.children
    .filter(one => one.name === 'marker')
    .map(one => {
      const at = Math.max(0, (numberOf(one, 'in') ?? 0) - point)
      const out = numberOf(one, 'out') ?? -1
      const index = known.findIndex(marker => marker.at === at)
      const [own] = index < 0 ? [] : known.splice(index, 1)
      if (own) return { ...own, id: draft.id(own.id) }
      const length = out > 0 ? Math.max(1, out - point - at) : 1
      return createMarker({
        id: draft.id('marker'),
        at,
        duration: length,
        name: childText(one, 'name') ?? '',
        note: childText(one, 'comment') ?? '',
      })
    })
}

/**
 * Reads a clip item that fills `start` to `end`. `earlier` is by how many frames a transition before it shows it before its
 * start: its `in` counts from there.
 */
export const readClipItem = (
  item: XmlElement,
  kind: 'video' | 'audio',
  start: number,
  end: number,
  earlier: number,
  reading: XmemlReading,
): Clip => {
  const { draft, rate } = reading
  const media = reading.media.of(item, kind)
  const note = parsedOr(noteSchema, noteOf(item), {})
  const point = numberOf(item, 'in') ?? 0
  const untouched = note.in === point && note.sourceIn !== undefined && note.speed !== undefined
  const speed = untouched && note.speed ? note.speed : media.kind === 'image' ? { num: 1, den: 1 } : speedOf(item, draft)
  const sourceIn = untouched ? (note.sourceIn ?? 0) : sourceAt(point + earlier, media, speed, item, rate)
  const name = child(item, 'name')?.text ?? media.name
  return createClip({
    id: draft.id(note.clip ?? item.attributes['id'] ?? 'clip'),
    name,
    mediaId: media.id,
    start,
    duration: end - start,
    sourceIn,
    speed,
    gainDb:
      note.gainDb !== undefined && (kind === 'video' || Math.abs(note.gainDb - gainOf(item)) < 1e-3) ? note.gainDb : gainOf(item),
    enabled: isTrue(item, 'enabled', true),
    motion: note.motion ?? null,
    markers: markersOf(item, point + earlier, note, draft),
    metadata: note.metadata ?? {},
  })
}

/** Fades that stand beside a neighbour are in the note alone. */
export const notedFades = (item: XmlElement): { readonly fadeIn: number; readonly fadeOut: number } => {
  const { fadeIn = 0, fadeOut = 0 } = parsedOr(noteSchema, noteOf(item), {})
  return { fadeIn, fadeOut }
}
