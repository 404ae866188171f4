import type { Media, Rate, Timeline } from '../../model.ts'
import { isNtsc, rateLabel, timebase } from '../../time/rate.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import { mediaAddress } from '../media-address.ts'
import { noteText } from '../note.ts'
import type { FcpxmlVersion } from './options.ts'
import { framesText } from './time.ts'

// Uids seen in Final Cut's own exports. No wipe has been: a wipe is written as a dissolve.
const effects = {
  dissolve: { name: 'Cross Dissolve', uid: 'FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265' },
  crossfade: { name: 'Audio Crossfade', uid: 'FFAudioTransition' },
} as const
export type Effect = keyof typeof effects

/** Final Cut's name for a picture format, where it has one; other sizes go without a name. */
const formatName = (rate: Rate, width: number, height: number): string | undefined => {
  const digits = isNtsc(rate) ? String(Math.round((rate.num * 100) / rate.den)) : String(timebase(rate))
  if (!['23.976', '24', '25', '29.97', '30', '50', '59.94', '60'].includes(rateLabel(rate))) return undefined
  if (width === 1920 && height === 1080) return `FFVideoFormat1080p${digits}`
  if (width === 1280 && height === 720) return `FFVideoFormat720p${digits}`
  return (width === 3840 || width === 4096) && height === 2160 ? `FFVideoFormat${width}x2160p${digits}` : undefined
}

/** Ids of everything that clips refer to, and the elements that define them. */
export class Resources {
  readonly #ids = new Map<string, string>()
  readonly #timeline: Timeline

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  #id(key: string): string {
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = `r${this.#ids.size + 1}`
    this.#ids.set(key, id)
    return id
  }

  asset(media: Media): string {
    return this.#id(`asset ${media.id}`)
  }

  effect(effect: Effect): string {
    return this.#id(`effect ${effect}`)
  }

  sequenceFormat(): string {
    const { rate, canvas } = this.#timeline
    return this.#id(`format ${rate.num}/${rate.den} ${canvas.width}x${canvas.height}`)
  }

  /** The format of a picture; sound has none. */
  mediaFormat(media: Media): string | undefined {
    if (media.kind === 'audio') return undefined
    if (media.kind === 'image') return this.#id(`still ${media.width}x${media.height}`)
    return this.#id(`format ${media.rate.num}/${media.rate.den} ${media.width}x${media.height}`)
  }

  write(xml: XmlWriter, version: FcpxmlVersion, mediaBase: string | undefined): void {
    xml.open('resources')
    const formats = new Set<string>()
    const writeFormat = (id: string, rate: Rate | null, width: number, height: number): void => {
      if (formats.has(id)) return
      formats.add(id)
      const name = rate ? formatName(rate, width, height) : 'FFVideoFormatRateUndefined'
      const frameDuration = rate ? framesText(1, rate) : undefined
      xml.leaf('format', { id, name, frameDuration, width, height, colorSpace: rate ? '1-1-1 (Rec. 709)' : '1-13-1' })
    }
    const { rate, canvas } = this.#timeline
    writeFormat(this.sequenceFormat(), rate, canvas.width, canvas.height)
    const media = Object.values(this.#timeline.media)
    for (const one of media) {
      const id = this.mediaFormat(one)
      if (id !== undefined && one.kind !== 'audio') writeFormat(id, one.kind === 'video' ? one.rate : null, one.width, one.height)
    }
    for (const one of media) this.#writeAsset(xml, one, version, mediaBase)
    for (const effect of ['dissolve', 'crossfade'] as const) {
      const id = this.#ids.get(`effect ${effect}`)
      if (id !== undefined) xml.leaf('effect', { id, ...effects[effect] })
    }
    xml.close()
  }

  #writeAsset(xml: XmlWriter, media: Media, version: FcpxmlVersion, mediaBase: string | undefined): void {
    const src = mediaAddress(media, mediaBase) ?? `./${encodeURIComponent((media.name || media.id).toWellFormed())}`
    const audio = media.kind === 'image' ? null : media.audio
    const start = media.kind === 'video' ? framesText(media.timecodeStart, media.rate) : '0s'
    xml.open('asset', {
      id: this.asset(media),
      name: media.name,
      src: version === '1.8' ? src : undefined,
      start,
      // A still has no length of its own.
      duration: media.kind === 'image' ? '0s' : framesText(media.duration, media.rate),
      hasVideo: media.kind === 'audio' ? undefined : '1',
      format: this.mediaFormat(media),
      hasAudio: audio ? '1' : undefined,
      videoSources: media.kind === 'audio' || version === '1.8' ? undefined : '1',
      audioSources: audio ? '1' : undefined,
      audioChannels: audio?.channels,
      audioRate: audio?.sampleRate,
    })
    if (version !== '1.8') xml.leaf('media-rep', { kind: 'original-media', src })
    xml
      .open('metadata')
      .leaf('md', { key: 'com.storycanvas.media', value: noteText(media) })
      .close()
    xml.close()
  }
}

export const effectName = (effect: Effect): string => effects[effect].name
