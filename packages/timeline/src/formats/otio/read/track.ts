import { createClip, createMarker } from '../../../make.ts'
import type { Clip, Marker, MarkerColour, Media, Rate, Transition } from '../../../model.ts'
import { largestSpeedPart, longestTimeline } from '../../../check/values.ts'
import { markerColours, metadataSchema, motionSchema, parsedOr } from '../../../schema/timeline.ts'
import { toFrames, toTime } from '../../../time/conversion.ts'
import { add, type Fraction, fraction, simplify, subtract } from '../../../time/fraction.ts'
import type { Draft } from '../../draft.ts'
import { activeReference, type OtioMedia } from './media.ts'
import type { OtioNode } from './node.ts'
import { compositionDuration } from './composition.ts'

export type OtioReading = { readonly draft: Draft; readonly media: OtioMedia; readonly rate: Rate }

const zero = fraction(0)
const known = new Set(['Clip', 'Gap', 'Stack', 'Track'])
const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)

const speedOf = (clip: OtioNode, draft: Draft): Fraction => {
  const warp = clip.each('effects').find(effect => typeof effect.value['time_scalar'] === 'number')
  for (const effect of clip.each('effects'))
    if (effect !== warp && effect.schema !== warp?.schema)
      draft.note(null, `Effect “${effect.name}” of “${clip.name}” is left out.`)
  if (!warp) return { num: 1, den: 1 }
  if (warp.schema === 'FreezeFrame') return { num: 0, den: 1 }
  const scalar = number(warp.value['time_scalar'])
  const noted = warp.note()['speed'] as { num?: unknown; den?: unknown } | undefined
  const [num, den] = [number(noted?.num), number(noted?.den)]
  if (Number.isInteger(num) && Number.isInteger(den) && den > 0 && Math.abs(num / den - scalar) < 1e-9) return { num, den }
  if (Math.abs(scalar) > largestSpeedPart) return warp.refuse(`time_scalar ${scalar} is no speed`)
  return simplify(fraction(Math.round(scalar * 1e6), 1e6), largestSpeedPart)
}

const colourOf = (node: OtioNode): MarkerColour => {
  const stated = node.value['color']
  const wanted = typeof stated === 'string' ? stated.toLowerCase() : ''
  return markerColours.find(colour => colour === wanted) ?? (wanted === 'magenta' ? 'pink' : 'blue')
}

/** Markers of a clip or composition whose own time begins at `origin`. */
export const readMarkers = (node: OtioNode, origin: Fraction, { rate, draft }: OtioReading): Marker[] =>
  [...node.each('markers')].flatMap(one => {
    const range = one.range('marked_range')
    if (!range) return []
    const { id, note } = one.note()
    return [
      createMarker({
        id: draft.id(typeof id === 'string' ? id : 'marker'),
        at: toFrames(subtract(range.start, origin), rate),
        duration: toFrames(range.duration, rate),
        name: one.name,
        note: typeof note === 'string' ? note : '',
        colour: colourOf(one),
      }),
    ]
  })

const origin = (media: Media): Fraction => (media.kind === 'video' ? toTime(media.timecodeStart, media.rate) : zero)

const readClip = (node: OtioNode, start: number, end: number, kind: 'video' | 'audio', reading: OtioReading): Clip => {
  const { draft, rate } = reading
  const reference = node.schema === 'Clip' ? activeReference(node) : null
  const range = node.range('source_range') ?? reference?.range('available_range') ?? { start: zero, startRate: rate }
  if (node.schema !== 'Clip')
    draft.note(null, `“${node.name}” is a composition inside a track and comes as one clip without a file.`)
  const media = reading.media.of(node, reference, kind, range)
  const note = node.note()
  const id = typeof note['id'] === 'string' ? note['id'] : node.name || 'clip'
  const fadeIn = clamp(Math.round(number(note['fadeIn'])), end - start)
  return createClip({
    id: draft.id(id),
    name: node.name,
    mediaId: media.id,
    start,
    duration: end - start,
    sourceIn: media.kind === 'image' ? 0 : toFrames(subtract(range.start, origin(media)), media.rate),
    speed: media.kind === 'image' ? { num: 1, den: 1 } : speedOf(node, draft),
    gainDb: number(note['gainDb']),
    fadeIn,
    fadeOut: clamp(Math.round(number(note['fadeOut'])), end - start - fadeIn),
    enabled: node.value['enabled'] !== false,
    motion: parsedOr(motionSchema, note['motion'], null),
    markers: readMarkers(node, range.start, reading),
    metadata: parsedOr(metadataSchema, note['metadata'], {}),
  })
}

const readTransition = (node: OtioNode, cut: number, { rate, draft }: OtioReading): Transition => {
  const [before, after] = [node.time('in_offset'), node.time('out_offset')]
  const note = node.note()
  const wipes = typeof node.value['transition_type'] === 'string' && /wipe/i.test(node.value['transition_type'])
  return {
    id: draft.id(typeof note['id'] === 'string' ? note['id'] : 'transition'),
    kind: wipes ? 'wipe' : 'dissolve',
    wipe: wipes ? Math.max(0, Math.min(999, Math.round(number(note['wipe'] ?? 1)))) : null,
    cut,
    inOffset: Math.max(0, toFrames(before?.seconds ?? zero, rate)),
    outOffset: Math.max(0, toFrames(after?.seconds ?? zero, rate)),
    metadata: parsedOr(metadataSchema, note['metadata'], {}),
  }
}

/** Reads the children of one track in order; a transition beside a gap or an end is a fade. */
export const readTrack = (track: OtioNode, kind: 'video' | 'audio', lane: number, reading: OtioReading): void => {
  const { draft, rate } = reading
  const [target] = draft.lane(kind, lane)
  if (!target) return
  const { id } = track.note()
  Object.assign(target, {
    ...(track.name && { name: track.name }),
    ...(typeof id === 'string' && { id }),
    muted: track.value['enabled'] === false,
  })
  if (track.child('source_range')) draft.note(null, `Track “${track.name}” is trimmed as a whole; it comes untrimmed.`)
  const clips: Clip[] = []
  let cursor = zero
  let pending: OtioNode | null = null
  let previous: Clip | null = null
  const fade = (crossing: OtioNode, outgoing: Clip | null, incoming: Clip | null, cut: number): void => {
    const { inOffset, outOffset, ...transition } = readTransition(crossing, cut, reading)
    if (outgoing && incoming && inOffset + outOffset > 0) target.transitions.push({ ...transition, inOffset, outOffset })
    else if (incoming) clips[clips.length - 1] = { ...incoming, fadeIn: clamp(outOffset, incoming.duration - incoming.fadeOut) }
    else if (outgoing) clips[clips.length - 1] = { ...outgoing, fadeOut: clamp(inOffset, outgoing.duration - outgoing.fadeIn) }
  }
  for (const node of track.each('children')) {
    if (node.schema === 'Transition') {
      pending = node
      continue
    }
    if (!known.has(node.schema)) node.refuse(`a ${node.schema} is nothing that a track holds`)
    const start = toFrames(cursor, rate)
    cursor = add(cursor, compositionDuration(node))
    const end = toFrames(cursor, rate)
    if (end > longestTimeline) node.refuse(`lasts until frame ${end}; a timeline has ${longestTimeline} at most`)
    if (end <= start) continue
    const clip = node.schema === 'Gap' ? null : readClip(node, start, end, kind, reading)
    if (pending && !clip) fade(pending, previous, null, start)
    if (clip) clips.push(clip)
    if (pending && clip) fade(pending, previous, clip, start)
    pending = null
    previous = clip ? (clips.at(-1) ?? null) : null
  }
  if (pending) fade(pending, previous, null, toFrames(cursor, rate))
  for (const clip of clips) target.clips.push(clip)
}
