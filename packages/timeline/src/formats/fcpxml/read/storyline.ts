import type { Clip, Transition } from '../../../model.ts'
import { metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { toTime } from '../../../time/conversion.ts'
import { isFrames } from '../../../check/values.ts'
import { add, type Fraction, fraction, subtract } from '../../../time/fraction.ts'
import { child, type XmlElement } from '../../../xml/document.ts'
import { parseCaption } from './caption.ts'
import { type Entry, isItem, type Reading, readItem } from './item.ts'
import { readMarkers } from './look.ts'
import { durationOf, framesAt, noteOf, timeOf } from './value.ts'

type Crossing = { readonly element: XmlElement; readonly from: number; readonly to: number; readonly after: number }

const zero = fraction(0)

const crossed = (crossing: Crossing, cut: number, id: string, sound: boolean): Transition => {
  const note = sound ? {} : noteOf(child(crossing.element, 'metadata'), 'transition')
  const wipe = note['kind'] === 'wipe' && isFrames(note['wipe'], 0) ? Math.min(999, Number(note['wipe'])) : null
  return {
    id,
    kind: wipe === null ? 'dissolve' : 'wipe',
    wipe,
    cut,
    inOffset: Math.max(0, cut - crossing.from),
    outOffset: Math.max(0, crossing.to - cut),
    metadata: parsedOr(metadataSchema, note['metadata'], {}),
  }
}

type Placed = { readonly entry: Entry; readonly video: Transition | null; readonly audio: Transition | null }

/** A transition between two clips is one; beside a gap or an end it is a fade of the clip that it lies in. */
const joinTransitions = (entries: readonly Entry[], crossings: readonly Crossing[], reading: Reading): Placed[] => {
  const joined = entries.map(entry => ({ entry, video: null as Transition | null, audio: null as Transition | null }))
  for (const crossing of crossings) {
    const [before, after] = [entries[crossing.after - 1], entries[crossing.after]]
    const target = joined[crossing.after]
    const sound = crossing.element.children.some(one => one.name === 'filter-audio')
    const picture = !sound || crossing.element.children.some(one => one.name === 'filter-video')
    const fade = (kind: 'video' | 'audio'): void => {
      const [outgoing, incoming] = [before?.[kind], after?.[kind]]
      if (outgoing && incoming && target && after) {
        const note = kind === 'video' || !picture ? noteOf(child(crossing.element, 'metadata'), 'transition') : {}
        const id = reading.draft.id(typeof note['id'] === 'string' ? note['id'] : 'transition')
        target[kind] = crossed(crossing, after.start, id, kind === 'audio' && picture)
      } else if (incoming && after)
        after[kind] = {
          ...incoming,
          fadeIn: Math.min(incoming.duration - incoming.fadeOut, Math.max(0, crossing.to - after.start)),
        }
      else if (outgoing && before)
        before[kind] = {
          ...outgoing,
          fadeOut: Math.min(outgoing.duration - outgoing.fadeIn, Math.max(0, before.end - crossing.from)),
        }
    }
    if (picture) fade('video')
    if (sound) fade('audio')
  }
  return joined
}

const place = (placed: readonly Placed[], lane: number, reading: Reading): void => {
  for (const kind of ['video', 'audio'] as const) {
    let previous: { clip: Clip; track: object } | null = null
    for (const one of placed) {
      const clip = one.entry[kind]
      if (!clip) continue
      const markers =
        kind === 'video' || !one.entry.video ? readMarkers(one.entry.element, one.entry.local, reading.rate, reading.draft) : []
      const kept = reading.keepMarkers(markers, clip.start, clip.id)
      // Sound lanes count downwards from the picture's own sound; sound above the picture comes after them.
      const soundLane: number = one.entry.video ? 0 : lane > 0 ? 1000 + lane : 0 - lane
      const track = reading.draft.place(kind, kind === 'video' ? lane : soundLane, { ...clip, markers: kept })
      const transition = one[kind]
      if (transition && previous && previous.track === track && previous.clip.start + previous.clip.duration === clip.start)
        track.transitions.push(transition)
      previous = { clip, track }
    }
  }
}

/** What hangs on an item: connected clips and storylines, and captions, each at its offset in the item's local time. */
const readAnchored = (entry: Entry, lane: number, reading: Reading): void => {
  for (const one of entry.element.children) {
    const text = one.attributes['lane']
    if (text === undefined || (!isItem(one.name) && one.name !== 'spine' && one.name !== 'caption')) continue
    const record = add(entry.record, subtract(timeOf(one, 'offset') ?? entry.local, entry.local))
    const own = lane + (Number.parseInt(text, 10) || 0)
    if (one.name === 'caption') parseCaption(one, record, reading)
    else if (one.name === 'spine') readStoryline(one, record, zero, own, reading)
    else
      readStoryline(
        { ...one, name: 'spine', children: [{ ...one, attributes: { ...one.attributes, offset: '0s' } }] },
        record,
        zero,
        own,
        reading,
      )
  }
}

/** Reads a storyline whose local time `origin` is `record` in record time. */
export const readStoryline = (spine: XmlElement, record: Fraction, origin: Fraction, lane: number, reading: Reading): void => {
  const { rate, draft } = reading
  const entries: Entry[] = []
  const crossings: Crossing[] = []
  let cursor = origin
  for (const element of spine.children) {
    const offset = timeOf(element, 'offset')
    if (element.name === 'transition') {
      const from = add(record, subtract(offset ?? cursor, origin))
      const duration = durationOf(element, 'duration') ?? zero
      crossings.push({
        element,
        from: framesAt(element, from, rate),
        to: framesAt(element, add(from, duration), rate),
        after: entries.length,
      })
    } else if (isItem(element.name)) {
      const at = add(record, subtract(offset ?? cursor, origin))
      const entry = readItem(element, at, reading)
      entries.push(entry)
      cursor = add(offset ?? cursor, toTime(entry.end - entry.start, rate))
      if (entry.element.name === 'gap')
        draft.markers.push(...reading.keepMarkers(readMarkers(element, entry.local, rate, draft), entry.start, null))
    }
  }
  place(joinTransitions(entries, crossings, reading), lane, reading)
  for (const entry of entries) readAnchored(entry, lane, reading)
}
