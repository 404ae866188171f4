import { largestSpeedPart } from '../../../check/values.ts'
import { createAudioMedia, createImageMedia, createVideoMedia } from '../../../make.ts'
import type { Media, Rate } from '../../../model.ts'
import { mediaSchema, parsedOr } from '../../../schema/timeline.ts'
import { type Fraction, fraction, simplify } from '../../../time/fraction.ts'
import type { XmlElement } from '../../../xml/document.ts'
import type { Draft } from '../../draft.ts'
import { legalText } from '../../../xml/escape.ts'
import { mediaPath } from '../../media-address.ts'
import { remapOf, remapSpeed } from './remap.ts'
import { noteOf, positionOf, propertyOf } from './value.ts'

const imageEndings = /\.(jpe?g|png|tiff?|webp|gif|bmp|heic|svg)$/i
const normal = { num: 1, den: 1 }

const filters = (producer: XmlElement): XmlElement[] => producer.children.filter(one => one.name === 'filter')

/** Speed of a retimed producer, which its service or the head of its resource tells. */
export const speedOf = (producer: XmlElement, rate: Rate): Fraction => {
  const remap = remapOf(producer)
  if (remap !== null) return remapSpeed(remap, rate)
  if (filters(producer).some(filter => propertyOf(filter, 'mlt_service') === 'freeze')) return { num: 0, den: 1 }
  if (propertyOf(producer, 'mlt_service') !== 'timewarp') return normal
  const speed = Number(propertyOf(producer, 'warp_speed') ?? propertyOf(producer, 'resource')?.split(':')[0])
  return Number.isFinite(speed) && Math.abs(speed) <= 1000
    ? simplify(fraction(Math.round(speed * 1e6), 1e6), largestSpeedPart)
    : normal
}

const decibels = (filter: XmlElement): number => Number(propertyOf(filter, 'level') ?? propertyOf(filter, 'gain') ?? 0)

export const gainOf = (producer: XmlElement): number => {
  const gain = filters(producer).find(filter => propertyOf(filter, 'shotcut:filter') === 'audioGain')
  const value = gain ? decibels(gain) : 0
  return Number.isFinite(value) ? value : 0
}

/** Lengths of Shotcut's fade filters, in frames. */
export const fadesOf = (producer: XmlElement, kind: 'video' | 'audio', rate: Rate): { fadeIn: number; fadeOut: number } => {
  const length = (edge: 'In' | 'Out'): number => {
    const wanted = `fade${edge}${kind === 'video' ? 'Brightness' : 'Volume'}`
    const filter = filters(producer).find(one => propertyOf(one, 'shotcut:filter') === wanted)
    return filter ? (positionOf(filter, 'out', rate) ?? 0) - (positionOf(filter, 'in', rate) ?? 0) + 1 : 0
  }
  return { fadeIn: Math.max(0, length('In')), fadeOut: Math.max(0, length('Out')) }
}

/** Media of producers, one for all producers of the same file. */
export class MltMedia {
  readonly #known = new Map<string, Media>()
  readonly #draft: Draft
  readonly #rate: Rate

  constructor(draft: Draft, rate: Rate) {
    this.#draft = draft
    this.#rate = rate
  }

  of(producer: XmlElement, kind: 'video' | 'audio'): Media {
    const warped = propertyOf(producer, 'warp_resource')
    const resource = warped ?? propertyOf(producer, 'resource') ?? ''
    const noted = parsedOr(mediaSchema, noteOf(producer, 'media'), null)
    const own = noted && legalText(mediaPath(noted) ?? noted.name) === resource ? noted : null
    const service = propertyOf(producer, 'mlt_service') ?? ''
    const isSequence = producer.name === 'tractor' || producer.name === 'playlist'
    const isFile = !isSequence && /avformat|qimage|pixbuf|timewarp|^$/.test(service)
    const name = propertyOf(producer, 'shotcut:caption') ?? resource.split(/[\\/]/).at(-1) ?? 'Media'
    const key = own
      ? `note ${own.id}`
      : `${kind === 'audio' ? 'sound' : 'picture'} ${isFile ? resource : `${service} ${name} ${isSequence ? producer.attributes['id'] : resource}`}`
    const known = this.#known.get(key)
    if (known) return known
    const media = own ?? this.#foreign(producer, name, isFile ? resource : null, kind)
    this.#known.set(key, media)
    this.#draft.id(media.id)
    this.#draft.media.set(media.id, media)
    return media
  }

  #foreign(producer: XmlElement, name: string, resource: string | null, kind: 'video' | 'audio'): Media {
    const base = { id: producer.attributes['id'] ?? name, name, ...(resource !== null && { url: resource }) }
    if (kind === 'audio') return createAudioMedia({ ...base, duration: 0 })
    if (producer.name === 'tractor' || producer.name === 'playlist') {
      this.#draft.note(producer, `“${base.id}” is a sequence inside the sequence and comes as one clip without a file.`)
      return createVideoMedia({ ...base, rate: this.#rate, duration: 0 })
    }
    if (resource === null) this.#draft.note(producer, `“${name}” is made by a generator and comes as a still without a file.`)
    if (resource === null || imageEndings.test(resource)) return createImageMedia(base)
    return createVideoMedia({ ...base, rate: this.#rate, duration: 0 })
  }
}
