import * as z from 'zod'
import type { Clip, Transition } from '../../../model.ts'
import { longestTimeline } from '../../../check/values.ts'
import { metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { childText, type XmlElement } from '../../../xml/document.ts'
import { notedFades, readClipItem, type XmemlReading } from './clip-item.ts'
import { isTrue, noteOf, numberOf, refuse } from './value.ts'

type Crossing = { readonly element: XmlElement; readonly start: number; readonly end: number }

const noteSchema = z.object({
  transition: z.string(),
  wipe: z.int().min(0).max(999).nullable(),
  cut: z.int(),
  metadata: metadataSchema.optional(),
})

const crossingOf = (element: XmlElement): Crossing => {
  const [start, end] = [numberOf(element, 'start'), numberOf(element, 'end')]
  if (start === null || end === null || start < 0 || end < start) return refuse(element, 'has no start and end')
  return { element, start, end }
}

/** Where two clips meet under a transition: noted by our writer, or told by its alignment. */
const cutOf = ({ element, start, end }: Crossing): number => {
  const noted = parsedOr(noteSchema, noteOf(element), null)?.cut
  if (noted !== undefined && noted >= start && noted <= end) return noted
  const alignment = childText(element, 'alignment') ?? 'center'
  if (alignment.startsWith('start')) return start
  return alignment.startsWith('end') ? end : start + Math.floor((end - start) / 2)
}

type Item = { readonly element: XmlElement; readonly before: Crossing | null; readonly after: Crossing | null }

const itemsOf = (track: XmlElement): Item[] => {
  const kept = track.children.filter(one => ['clipitem', 'generatoritem', 'transitionitem'].includes(one.name))
  const crossingAt = (index: number): Crossing | null => {
    const element = kept[index]
    return element?.name === 'transitionitem' ? crossingOf(element) : null
  }
  return kept.flatMap((element, index) =>
    element.name === 'transitionitem' ? [] : [{ element, before: crossingAt(index - 1), after: crossingAt(index + 1) }],
  )
}

type Placed = { readonly item: Item; readonly clip: Clip }

/** Whether a transition has a clip on both sides: it is not said to be with black, and both clips reach it. */
const isCross = (crossing: Crossing | null, outgoing: Item | undefined, incoming: Item | undefined): boolean => {
  if (!crossing || !outgoing || !incoming || childText(crossing.element, 'alignment')?.endsWith('-black')) return false
  const [end, start] = [numberOf(outgoing.element, 'end') ?? -1, numberOf(incoming.element, 'start') ?? -1]
  return (end < 0 || end >= crossing.start) && (start < 0 || start <= crossing.end)
}

const transitionOf = (crossing: Crossing, cut: number, reading: XmemlReading): Transition => {
  const note = parsedOr(noteSchema, noteOf(crossing.element), null)
  const wipe = note?.wipe ?? null
  return {
    id: reading.draft.id(note?.transition ?? 'transition'),
    kind: wipe === null ? 'dissolve' : 'wipe',
    wipe,
    cut,
    inOffset: cut - crossing.start,
    outOffset: crossing.end - cut,
    metadata: note?.metadata ?? {},
  }
}

const readItem = (
  item: Item,
  previous: Item | undefined,
  next: Item | undefined,
  kind: 'video' | 'audio',
  reading: XmemlReading,
): Placed | null => {
  const { element, before, after } = item
  const crossIn = isCross(before, previous, item)
  const crossOut = isCross(after, item, next)
  const [statedStart, statedEnd] = [numberOf(element, 'start') ?? -1, numberOf(element, 'end') ?? -1]
  const first = statedStart >= 0 ? statedStart : (before?.start ?? refuse(element, 'has no start, and no transition before it'))
  const last = statedEnd >= 0 ? statedEnd : (after?.end ?? refuse(element, 'has no end, and no transition after it'))
  const start = before && crossIn ? cutOf(before) : first
  const end = after && crossOut ? cutOf(after) : last
  if (last < first) return refuse(element, 'ends before it begins')
  if (last > longestTimeline) return refuse(element, `lasts until frame ${last}; a timeline has ${longestTimeline} at most`)
  if (end <= start) {
    reading.draft.note(element, `“${childText(element, 'name') ?? ''}” lasts less than a frame and is left out.`)
    return null
  }
  // A clip that states its start counts its `in` from there even under a transition.
  const earlier = start - (statedStart >= 0 ? statedStart : first)
  const clip = readClipItem(element, kind, start, end, earlier, reading)
  const noted = notedFades(element)
  const room = clip.duration
  const black = (crossing: Crossing | null, crosses: boolean, edge: 'in' | 'out'): number => {
    if (!crossing || crosses) return 0
    return Math.max(0, edge === 'in' ? crossing.end - start : end - crossing.start)
  }
  // A transition between its neighbours is none of this clip's.
  const into = statedStart < 0 || before?.start === start ? black(before, crossIn, 'in') : 0
  const out = statedEnd < 0 || after?.end === end ? black(after, crossOut, 'out') : 0
  const fadeIn = Math.min(room, into || (before ? 0 : noted.fadeIn))
  const fadeOut = Math.min(room - fadeIn, out || (after ? 0 : noted.fadeOut))
  return { item, clip: { ...clip, fadeIn, fadeOut } }
}

/** Reads one track; the second of a stereo pair says nothing that the first has not said. */
export const readTrack = (track: XmlElement, kind: 'video' | 'audio', lane: number, reading: XmemlReading): void => {
  const { draft } = reading
  const items = itemsOf(track)
  const placed = items.map((item, index) => readItem(item, items[index - 1], items[index + 1], kind, reading))
  const [target] = draft.lane(kind, lane)
  if (target) target.muted = !isTrue(track, 'enabled', true)
  placed.forEach((one, index) => {
    if (!one) return
    const { clip, item } = one
    const own = draft.place(kind, lane, clip)
    const { before } = item
    if (before && isCross(before, items[index - 1], item)) own.transitions.push(transitionOf(before, clip.start, reading))
  })
}
