import { createAudioMedia, createImageMedia, createVideoMedia } from '../../../make.ts'
import type { Media, Metadata, Rate } from '../../../model.ts'
import { metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { toFrames } from '../../../time/conversion.ts'
import { child, descend, type XmlElement } from '../../../xml/document.ts'
import type { Draft } from '../../draft.ts'
import { durationOf, noteOf, rateOfFormat, refuse, timeOf } from './value.ts'

/** What a file's `resources` define, read when something refers to it. */
export class ReadResources {
  readonly #byId = new Map<string, XmlElement>()
  readonly #media = new Map<string, Media>()
  readonly #draft: Draft
  readonly #rate: Rate

  constructor(root: XmlElement, draft: Draft, rate: Rate) {
    for (const element of child(root, 'resources')?.children ?? []) {
      const id = element.attributes['id']
      if (id !== undefined) this.#byId.set(id, element)
    }
    this.#draft = draft
    this.#rate = rate
  }

  find(from: XmlElement): XmlElement {
    const ref = from.attributes['ref']
    return this.#byId.get(ref ?? '') ?? refuse(from, `ref="${ref ?? ''}" is not among the resources`)
  }

  /** The media that a clip, still, title or compound clip shows; one for all that refer to the same resource. */
  media(from: XmlElement): Media {
    const resource = this.find(from)
    const key =
      resource.name === 'effect' ? `${resource.attributes['id']} ${from.attributes['name']}` : (resource.attributes['id'] ?? '')
    const known = this.#media.get(key)
    if (known) return known
    const media = this.#read(resource, from)
    this.#media.set(key, media)
    this.#draft.media.set(media.id, media)
    return media
  }

  #read(resource: XmlElement, from: XmlElement): Media {
    if (resource.name === 'asset') return this.#asset(resource)
    if (resource.name === 'media') return this.#compound(resource, from)
    if (resource.name !== 'effect' && from.name !== 'title')
      return refuse(from, `refers to a ${resource.name}, which shows nothing`)
    const id = this.#draft.id(resource.attributes['id'] ?? 'generator')
    const metadata: Metadata = { generator: resource.attributes['uid'] ?? '' }
    this.#draft.note(
      from,
      `“${from.attributes['name'] ?? ''}” is made by a generator or title of Final Cut and comes as a still without a file.`,
    )
    return createImageMedia({ id, name: from.attributes['name'] ?? resource.attributes['name'] ?? id, metadata })
  }

  #size(element: XmlElement): { width: number; height: number; rate: Rate | null } {
    const format = this.#byId.get(element.attributes['format'] ?? '')
    const number = (name: string, usual: number): number => {
      const value = Number(format?.attributes[name] ?? usual)
      return Number.isSafeInteger(value) && value > 0 ? value : usual
    }
    return { width: number('width', 1920), height: number('height', 1080), rate: format ? rateOfFormat(format) : null }
  }

  #asset(asset: XmlElement): Media {
    const note = noteOf(child(asset, 'metadata'), 'media')
    const wanted = typeof note['id'] === 'string' ? note['id'] : (asset.attributes['id'] ?? 'media')
    const id = this.#draft.id(wanted)
    const src = asset.attributes['src'] ?? child(asset, 'media-rep')?.attributes['src']
    const common = {
      id,
      name: typeof note['name'] === 'string' ? note['name'] : (asset.attributes['name'] ?? id),
      // A media without address had one made up for it by our writer.
      ...(src !== undefined &&
        !('id' in note && note['url'] === undefined) && { url: typeof note['url'] === 'string' ? note['url'] : src }),
      ...(typeof note['hash'] === 'string' && { hash: note['hash'] }),
      ...(typeof note['reel'] === 'string' && { reel: note['reel'] }),
      metadata: parsedOr(metadataSchema, note['metadata'], {}),
    }
    const duration = durationOf(asset, 'duration')
    const channels = Number(asset.attributes['audioChannels'] ?? 2)
    const sampleRate = Number(asset.attributes['audioRate'] ?? 48000)
    const audio = {
      channels: channels > 0 ? Math.floor(channels) : 2,
      sampleRate: sampleRate > 0 ? Math.floor(sampleRate) : 48000,
    }
    if (asset.attributes['hasVideo'] !== '1' && asset.attributes['hasAudio'] === '1')
      return createAudioMedia({
        ...common,
        audio,
        duration: duration ? toFrames(duration, { num: audio.sampleRate, den: 1 }) : 0,
      })
    const { width, height, rate } = this.#size(asset)
    if (duration === null || duration.num === 0) return createImageMedia({ ...common, width, height })
    const own = rate ?? this.#rate
    return createVideoMedia({
      ...common,
      rate: own,
      duration: toFrames(duration, own),
      timecodeStart: Math.max(0, toFrames(timeOf(asset, 'start') ?? { num: 0, den: 1 }, own)),
      width,
      height,
      audio: asset.attributes['hasAudio'] === '1' ? audio : null,
    })
  }

  /** Compound and multicam clips stay one clip: what is inside them is not opened, so none can contain itself. */
  #compound(media: XmlElement, from: XmlElement): Media {
    const inner = child(media, 'sequence') ?? child(media, 'multicam')
    const { width, height, rate } = inner ? this.#size(inner) : { width: 1920, height: 1080, rate: null }
    const own = rate ?? this.#rate
    const id = this.#draft.id(media.attributes['id'] ?? 'compound')
    this.#draft.note(
      from,
      `“${media.attributes['name'] ?? id}” is a compound or multicam clip and comes as one clip without a file.`,
    )
    const stated = inner && durationOf(inner, 'duration')
    return createVideoMedia({
      id,
      name: media.attributes['name'] ?? id,
      rate: own,
      duration: stated ? toFrames(stated, own) : 0,
      timecodeStart: Math.max(0, toFrames((inner && timeOf(inner, 'tcStart')) ?? { num: 0, den: 1 }, own)),
      width,
      height,
      metadata: { compound: true },
    })
  }
}

/** @throws UnreadableTimeline when a compound clip contains itself. */
export const refuseCircles = (root: XmlElement): void => {
  const media = new Map(
    (child(root, 'resources')?.children ?? []).filter(one => one.name === 'media').map(one => [one.attributes['id'] ?? '', one]),
  )
  const done = new Set<XmlElement>()
  const visit = (element: XmlElement, path: readonly XmlElement[]): void => {
    const target =
      element.name === 'ref-clip' || element.name === 'mc-clip' ? media.get(element.attributes['ref'] ?? '') : undefined
    if (target && path.includes(target)) refuse(element, `“${target.attributes['name'] ?? ''}” contains itself`)
    if (target && !done.has(target)) {
      visit(target, [...path, target])
      done.add(target)
    }
    for (const one of element.children) visit(one, path)
  }
  for (const one of media.values()) {
    visit(one, [one])
    done.add(one)
  }
}

/** The text of a title, joined from its styled runs. */
export const titleText = (title: XmlElement): string =>
  (descend(title, 'text')?.children ?? [])
    .map(run => run.text)
    .join('')
    .trim()
