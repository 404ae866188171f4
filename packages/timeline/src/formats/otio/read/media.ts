import { createAudioMedia, createImageMedia, createVideoMedia } from '../../../make.ts'
import type { Media, Rate } from '../../../model.ts'
import { mediaSchema } from '../../../schema/timeline.ts'
import { toFrames } from '../../../time/conversion.ts'
import { type Fraction, fraction } from '../../../time/fraction.ts'
import type { Draft } from '../../draft.ts'
import { mediaAddress } from '../../media-address.ts'
import type { OtioNode } from './node.ts'

const imageEndings = /\.(jpe?g|png|tiff?|webp|gif|bmp|heic|avif|psd|exr|dpx)$/i

/** The media reference that a clip plays, of `Clip.1` and `Clip.2`. */
export const activeReference = (clip: OtioNode): OtioNode | null => {
  const key = clip.value['active_media_reference_key']
  return clip.child('media_references')?.child(typeof key === 'string' ? key : 'DEFAULT_MEDIA') ?? clip.child('media_reference')
}

type Range = { readonly start: Fraction; readonly startRate: Rate }

/** Media of a document, one for all clips that name the same file. */
export class OtioMedia {
  readonly #known = new Map<string, Media>()
  readonly #draft: Draft

  constructor(draft: Draft) {
    this.#draft = draft
  }

  /** The media behind a clip; sound on its own track makes a picture's media one with sound. */
  of(clip: OtioNode, reference: OtioNode | null, kind: 'video' | 'audio', range: Range): Media {
    const url = reference?.value['target_url']
    const address = typeof url === 'string' ? url : undefined
    const name = reference?.name || address?.split('/').at(-1) || clip.name || 'Media'
    const noted = mediaSchema.safeParse(reference?.note())
    const key = noted.success ? `note ${noted.data.id}` : (address ?? `missing ${name}`)
    const known = this.#known.get(key)
    if (known) return this.#withSound(key, known, kind)
    const media = noted.success ? this.#noted(noted.data, address) : this.#foreign(reference, name, address, kind, range)
    return this.#remember(key, media)
  }

  #noted(media: Media, address: string | undefined): Media {
    this.#draft.id(media.id)
    // Relinked by an editor: its address counts.
    return address === undefined || mediaAddress(media) === address ? media : { ...media, url: address }
  }

  #foreign(reference: OtioNode | null, name: string, url: string | undefined, kind: 'video' | 'audio', range: Range): Media {
    const available = reference?.range('available_range') ?? null
    const base = { id: this.#draft.id(name), name, ...(url !== undefined && { url }) }
    if (kind === 'audio') {
      const audio = { channels: 2, sampleRate: 48000 }
      return createAudioMedia({ ...base, audio, duration: available ? toFrames(available.duration, { num: 48000, den: 1 }) : 0 })
    }
    const isStill = imageEndings.test(url ?? name) && reference?.schema !== 'ImageSequenceReference'
    if (isStill && (available === null || available.duration.num === 0)) return createImageMedia(base)
    const rate = available?.startRate ?? range.startRate
    const first = toFrames(available?.start ?? fraction(0), rate)
    return createVideoMedia({
      ...base,
      rate,
      duration: available ? toFrames(available.duration, rate) : 0,
      timecodeStart: Math.max(0, first),
    })
  }

  #withSound(key: string, media: Media, kind: 'video' | 'audio'): Media {
    if (kind === 'audio' && media.kind === 'video' && media.audio === null)
      return this.#remember(key, { ...media, audio: { channels: 2, sampleRate: 48000 } })
    if (kind === 'video' && media.kind === 'audio') return this.#remember(`${key} picture`, this.#foreignPicture(media))
    return media
  }

  #foreignPicture(media: Media): Media {
    return createVideoMedia({
      id: this.#draft.id(`${media.id}-picture`),
      name: media.name,
      rate: { num: 24, den: 1 },
      duration: 0,
    })
  }

  #remember(key: string, media: Media): Media {
    this.#known.set(key, media)
    this.#draft.media.set(media.id, media)
    return media
  }
}
