import type { Clip, Marker, Metadata, Motion, Rate } from '../../../model.ts'
import { createMarker } from '../../../make.ts'
import { knownMarkers, metadataSchema, motionSchema, parsedOr } from '../../../schema/timeline.ts'
import { type Fraction, subtract } from '../../../time/fraction.ts'
import { child, descend, type XmlElement } from '../../../xml/document.ts'
import { legalText } from '../../../xml/escape.ts'
import type { Draft } from '../../draft.ts'
import { durationOf, framesAt, noteOf, parseNote, timeOf } from './value.ts'

/** Decibels of an amount with or without its unit. */
const decibels = (text: string | undefined): number => {
  const value = Number.parseFloat(text ?? '0')
  return Number.isFinite(value) ? value : 0
}

/** Level and fades of a clip on the track that it is read for: picture fades by opacity, sound by volume. */
export const look = (
  element: XmlElement,
  kind: 'video' | 'audio',
  duration: number,
  rate: Rate,
): Pick<Clip, 'gainDb' | 'fadeIn' | 'fadeOut'> => {
  const volume = child(element, 'adjust-volume')
  const faded = kind === 'audio' ? volume : child(element, 'adjust-blend')
  const amount = faded && descend(faded, 'param')
  const length = (name: string): number => {
    const fade = amount && child(amount, name)
    const time = fade && durationOf(fade, 'duration')
    return time ? Math.min(duration, framesAt(fade, time, rate)) : 0
  }
  const fadeIn = length('fadeIn')
  return { gainDb: decibels(volume?.attributes['amount']), fadeIn, fadeOut: Math.min(length('fadeOut'), duration - fadeIn) }
}

export type ClipNote = {
  readonly id?: string
  readonly name?: string
  /** Disabled for itself, and not because its track is muted. */
  readonly isDisabled: boolean
  /** Level of a still. */
  readonly gainDb?: number
  readonly motion: Motion | null
  readonly metadata: Metadata
  readonly markers: readonly KnownMarker[]
}

/** What our writer left with a clip; stills carry it in their note. */
export const clipNote = (element: XmlElement): ClipNote => {
  const found = element.name === 'video' ? parseNote(child(element, 'note')?.text) : noteOf(child(element, 'metadata'), 'clip')
  return {
    ...(typeof found['id'] === 'string' && { id: found['id'] }),
    ...(typeof found['name'] === 'string' && { name: found['name'] }),
    isDisabled: found['enabled'] === false,
    ...(typeof found['gainDb'] === 'number' && { gainDb: found['gainDb'] }),
    motion: parsedOr(motionSchema, found['motion'], null),
    metadata: parsedOr(metadataSchema, found['metadata'], {}),
    markers: parsedOr(knownMarkers, found['markers'], []),
  }
}

/** A marker as our writer noted it, found again by its place and name. */
type KnownMarker = Pick<Marker, 'id' | 'at' | 'name' | 'colour'> & { readonly duration?: number }

/** A marker of an item; `isKnown` when the item's own note lists it. */
export type ItemMarker = { readonly marker: Marker; readonly isKnown: boolean }

/** A marker without length is written with the frame that Final Cut wants, and noted. */
export const markerDuration = (frames: number, noted: { readonly duration?: number } | undefined): number =>
  frames <= 1 && noted?.duration === 0 ? 0 : Math.max(1, frames)

/** Markers of an item, in frames after its first one. */
export const readMarkers = (element: XmlElement, start: Fraction, rate: Rate, draft: Draft): ItemMarker[] => {
  const known = [...clipNote(element).markers]
  return element.children
    .filter(one => one.name === 'marker' || one.name === 'chapter-marker')
    .map(one => {
      const at = framesAt(one, subtract(timeOf(one, 'start') ?? start, start), rate)
      const duration = durationOf(one, 'duration')
      const index = known.findIndex(marker => marker.at === at && legalText(marker.name) === one.attributes['value'])
      const [own] = index < 0 ? [] : known.splice(index, 1)
      const marker = createMarker({
        id: draft.id(own?.id ?? 'marker'),
        at,
        ...(own && { colour: own.colour }),
        duration: markerDuration(duration ? framesAt(one, duration, rate) : 1, own),
        name: own?.name ?? one.attributes['value'] ?? '',
        note: one.attributes['note'] ?? '',
      })
      return { marker, isKnown: own !== undefined }
    })
}
