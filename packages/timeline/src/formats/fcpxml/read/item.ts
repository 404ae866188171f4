import { createClip } from '../../../make.ts'
import type { Clip, Marker, Media, Rate } from '../../../model.ts'
import { longestTimeline } from '../../../check/values.ts'
import { toTime } from '../../../time/conversion.ts'
import { add, type Fraction, fraction, subtract } from '../../../time/fraction.ts'
import type { XmlElement } from '../../../xml/document.ts'
import type { Draft } from '../../draft.ts'
import { clipNote, type ItemMarker, look } from './look.ts'
import { type ReadResources, titleText } from './resources.ts'
import { localStart, playing } from './timing.ts'
import { durationOf, framesAt, refuse, timeOf } from './value.ts'

/** What storylines are read with. */
export type Reading = {
  readonly draft: Draft
  readonly resources: ReadResources
  readonly rate: Rate
  /** Ids of clips that stay disabled when their track turns out to be muted. */
  readonly disabled: Set<string>
  /** Places a marker found on an item; those that the file says belong to the timeline are taken away. */
  readonly keepMarkers: (markers: readonly ItemMarker[], start: number, clipId: string | null) => Marker[]
}

/** One item of a storyline with the clips that it has become. */
export type Entry = {
  readonly element: XmlElement
  readonly start: number
  readonly end: number
  /** Local time at the first frame, and the same instant in record time. */
  readonly local: Fraction
  readonly record: Fraction
  video: Clip | null
  audio: Clip | null
}

const shown = new Set(['asset-clip', 'video', 'audio', 'title', 'ref-clip', 'mc-clip', 'clip', 'sync-clip'])
export const isItem = (name: string): boolean => shown.has(name) || name === 'gap' || name === 'audition'

/** The alternative of an audition that plays is the first. */
const picked = (element: XmlElement): XmlElement => {
  if (element.name !== 'audition') return element
  const pick = element.children.find(one => isItem(one.name)) ?? refuse(element, 'an audition without clips')
  const { lane, offset } = element.attributes
  return {
    ...pick,
    attributes: { ...pick.attributes, ...(lane !== undefined && { lane }), ...(offset !== undefined && { offset }) },
  }
}

type Content = { readonly media: Media; readonly start: Fraction; readonly hasVideo: boolean; readonly hasAudio: boolean }

const zero = fraction(0)

type Inner = { readonly element: XmlElement; readonly offset: Fraction }

/** What a wrapper shows, in its own time: directly, in a storyline, or hanging on a gap that only carries sound. */
const insideOf = (element: XmlElement, shift: Fraction): Inner[] =>
  element.children.flatMap((one): Inner[] => {
    const offset = add(timeOf(one, 'offset') ?? zero, shift)
    if (one.name === 'spine') return insideOf(one, offset)
    if (one.name === 'gap') return insideOf(one, subtract(offset, timeOf(one, 'start') ?? zero))
    return shown.has(one.name) ? [{ element: one, offset }] : []
  })

/** `clip` and `sync-clip` wrap what they show: the wrapped item begins at its offset in the wrapper's time. */
const wrapped = (element: XmlElement, start: Fraction, reading: Reading): Content => {
  const inside = insideOf(element, zero)
  const primary = inside.filter(({ element }) => element.attributes['lane'] === undefined)
  const inner = primary[0] ?? inside[0]
  if (!inner) return refuse(element, 'wraps no clip')
  if (primary.length > 1)
    reading.draft.note(element, `“${element.attributes['name'] ?? ''}” wraps several clips and comes as the first of them.`)
  const content = contentOf(inner.element, reading)
  const hasAudio =
    content.hasAudio || [...inside.map(({ element }) => element), ...inner.element.children].some(one => one.name === 'audio')
  return { ...content, hasAudio, start: add(content.start, subtract(start, inner.offset)) }
}

const contentOf = (element: XmlElement, reading: Reading): Content => {
  if (element.name === 'clip' || element.name === 'sync-clip') return wrapped(element, timeOf(element, 'start') ?? zero, reading)
  const media = reading.resources.media(element)
  const enabled = element.attributes['srcEnable'] ?? 'all'
  const compound = element.name === 'ref-clip' || element.name === 'mc-clip'
  const hasSound = media.kind !== 'image' && media.audio !== null
  return {
    media,
    start: localStart(element, media),
    hasVideo: element.name !== 'audio' && media.kind !== 'audio' && (enabled !== 'audio' || compound),
    hasAudio: hasSound && element.name !== 'video' && enabled !== 'video',
  }
}

const nameOf = (element: XmlElement, media: Media): string => {
  const name = element.attributes['name'] ?? media.name
  return element.name === 'title' ? titleText(element) || name : name
}

/** Reads one item that begins at `record` in record time. Numbers too large to count with are refused with the item. */
export const readItem = (element: XmlElement, record: Fraction, reading: Reading): Entry => {
  try {
    return readPicked(picked(element), record, reading)
  } catch (error) {
    if (error instanceof RangeError) return refuse(element, error.message)
    throw error
  }
}

const readPicked = (element: XmlElement, record: Fraction, reading: Reading): Entry => {
  const { rate, draft } = reading
  const content = element.name === 'gap' ? null : contentOf(element, reading)
  const stated = durationOf(element, 'duration')
  const media = content?.media
  const duration = stated ?? (media && media.kind !== 'image' ? toTime(media.duration, media.rate) : zero)
  const [start, end] = [framesAt(element, record, rate), framesAt(element, add(record, duration), rate)]
  if (end > longestTimeline) refuse(element, `lasts until frame ${end}; a timeline has ${longestTimeline} at most`)
  const local =
    content && element.name !== 'clip' && element.name !== 'sync-clip' ? content.start : (timeOf(element, 'start') ?? zero)
  const entry: Entry = { element, start, end, local, record, video: null, audio: null }
  if (!content || !media) return entry
  if (end <= start) {
    draft.note(element, `“${nameOf(element, media)}” lasts less than a frame and is left out.`)
    return entry
  }
  const own = clipNote(element)
  const base = {
    ...playing(element, media, content.start, duration, draft),
    name: own.name ?? nameOf(element, media),
    mediaId: media.id,
    start,
    duration: end - start,
    enabled: element.attributes['enabled'] !== '0',
    metadata: own.metadata,
  }
  const id = own.id ?? 'clip'
  if (content.hasVideo)
    entry.video = createClip({
      ...base,
      ...look(element, 'video', end - start, rate),
      ...(own.gainDb !== undefined && { gainDb: own.gainDb }),
      id: draft.id(id),
      motion: own.motion,
    })
  if (content.hasAudio && media.kind !== 'image' && media.audio !== null) {
    const audioId = draft.id(entry.video ? `${entry.video.id}-sound` : id)
    entry.audio = splitEdit(
      element,
      createClip({ ...base, ...look(element, 'audio', end - start, rate), id: audioId }),
      entry,
      media,
      rate,
    )
  }
  if (own.isDisabled) for (const clip of [entry.video, entry.audio]) if (clip) reading.disabled.add(clip.id)
  return entry
}

/** Sound may begin before or end after its picture: `audioStart` and `audioDuration` count in the item's local time. */
const splitEdit = (element: XmlElement, clip: Clip, { local, record }: Entry, media: Media, rate: Rate): Clip => {
  const from = timeOf(element, 'audioStart')
  const length = durationOf(element, 'audioDuration')
  if (!from || !length || media.kind === 'image' || clip.speed.num !== clip.speed.den) return clip
  const start = framesAt(element, add(record, subtract(from, local)), rate)
  const end = framesAt(element, add(add(record, subtract(from, local)), length), rate)
  if (start < 0 || end <= start) return clip
  const origin = media.kind === 'video' ? toTime(media.timecodeStart, media.rate) : zero
  return { ...clip, start, duration: end - start, sourceIn: framesAt(element, subtract(from, origin), media.rate) }
}
