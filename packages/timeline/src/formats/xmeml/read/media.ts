import { createAudioMedia, createImageMedia, createVideoMedia } from '../../../make.ts'
import type { Media, Rate } from '../../../model.ts'
import { mediaSchema, parsedOr } from '../../../schema/timeline.ts'
import { rescale } from '../../../time/conversion.ts'
import { child, childText, descend, type XmlElement } from '../../../xml/document.ts'
import { mayHold } from '../../../xml/folded.ts'
import type { Draft } from '../../draft.ts'
import { mediaAddress } from '../../media-address.ts'
import { noteOf, numberOf, rateIn } from './value.ts'

const imageEndings = /\.(jpe?g|png|tiff?|webp|gif|bmp|heic|psd|tga|ai|eps)$/i

const addressOf = (file: XmlElement): string | undefined =>
  childText(file, 'pathurl')?.replace(/^file:\/\/localhost\//i, 'file:///')

/** Media of a file. A `file` is described once and named by its id afterwards, sometimes before it is described. */
export class XmemlMedia {
  readonly #bodies = new Map<string, XmlElement>()
  readonly #known = new Map<string, Media>()
  readonly #draft: Draft
  readonly #rate: Rate

  constructor(root: XmlElement, draft: Draft, rate: Rate) {
    this.#draft = draft
    this.#rate = rate
    const visit = (element: XmlElement): void => {
      const id = element.attributes['id']
      if (element.name === 'file' && id !== undefined && element.children.length > 0 && !this.#bodies.has(id))
        this.#bodies.set(id, element)
      if (mayHold(element, 'file')) for (const one of element.children) visit(one)
    }
    visit(root)
  }

  /** The media of a clip item, seen from a track of `kind`. */
  of(item: XmlElement, kind: 'video' | 'audio'): Media {
    const file = child(item, 'file')
    const nested = child(item, 'sequence')
    const id = file?.attributes['id'] ?? nested?.attributes['id'] ?? ''
    const key = id || `${item.name} ${childText(item, 'name') ?? ''}`
    const known = this.#known.get(key)
    if (known) return this.#with(key, known, kind)
    const body = this.#bodies.get(id) ?? file
    return this.#remember(key, body ? this.#file(body, item, kind) : this.#without(item, nested, kind))
  }

  #file(file: XmlElement, item: XmlElement, kind: 'video' | 'audio'): Media {
    const url = addressOf(file)
    const noted = parsedOr(mediaSchema, noteOf(file)['media'], null)
    if (noted) {
      this.#draft.id(noted.id)
      return url === undefined || mediaAddress(noted) === url ? noted : { ...noted, url }
    }
    const name = childText(file, 'name') ?? childText(item, 'name') ?? 'Media'
    const base = { id: this.#draft.id(file.attributes['id'] ?? name), name, ...(url !== undefined && { url }) }
    const rate = rateIn(file) ?? rateIn(item) ?? this.#rate
    const duration = Math.max(0, numberOf(file, 'duration') ?? 0)
    const sound = descend(file, 'media', 'audio')
    const audio = {
      channels: Math.max(1, (sound && numberOf(sound, 'channelcount')) ?? 2),
      sampleRate: Math.max(1, (sound && numberOf(descend(sound, 'samplecharacteristics') ?? sound, 'samplerate')) ?? 48000),
    }
    const picture = descend(file, 'media', 'video')
    if (!picture && (sound || kind === 'audio'))
      return createAudioMedia({ ...base, audio, duration: rescale(duration, rate, { num: audio.sampleRate, den: 1 }) })
    const size = picture && child(picture, 'samplecharacteristics')
    const [width, height] = [
      Math.max(1, (size && numberOf(size, 'width')) ?? 1920),
      Math.max(1, (size && numberOf(size, 'height')) ?? 1080),
    ]
    if (imageEndings.test(url ?? name)) return createImageMedia({ ...base, width, height })
    const timecode = child(file, 'timecode')
    const timecodeStart = Math.max(0, (timecode && numberOf(timecode, 'frame')) ?? 0)
    return createVideoMedia({
      ...base,
      rate,
      duration,
      timecodeStart,
      width,
      height,
      audio: sound || kind === 'audio' ? audio : null,
    })
  }

  /** Generators, and sequences inside a sequence, which are not opened: one clip without a file. */
  #without(item: XmlElement, nested: XmlElement | undefined, kind: 'video' | 'audio'): Media {
    const name = (nested && childText(nested, 'name')) ?? childText(item, 'name') ?? 'Media'
    const id = this.#draft.id(nested?.attributes['id'] ?? name)
    this.#draft.note(
      item,
      `“${name}” is ${nested ? 'a sequence inside the sequence' : 'made by a generator'} and comes as one clip without a file.`,
    )
    if (!nested && kind === 'video') return createImageMedia({ id, name })
    return createVideoMedia({
      id,
      name,
      rate: (nested && rateIn(nested)) ?? this.#rate,
      duration: 0,
      audio: { channels: 2, sampleRate: 48000 },
    })
  }

  #with(key: string, media: Media, kind: 'video' | 'audio'): Media {
    if (kind === 'audio' && media.kind === 'video' && media.audio === null)
      return this.#remember(key, { ...media, audio: { channels: 2, sampleRate: 48000 } })
    if (kind === 'audio' ? media.kind !== 'image' : media.kind !== 'audio') return media
    const other = `${key} ${kind}`
    const known = this.#known.get(other)
    if (known) return known
    const base = {
      id: this.#draft.id(`${media.id}-${kind}`),
      name: media.name,
      ...(media.url !== undefined && { url: media.url }),
    }
    return this.#remember(other, kind === 'audio' ? createAudioMedia({ ...base, duration: 0 }) : createImageMedia(base))
  }

  #remember(key: string, media: Media): Media {
    this.#known.set(key, media)
    this.#draft.media.set(media.id, media)
    return media
  }
}
