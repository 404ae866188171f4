import { type Edges, edges as edgesOf, layOut } from '../../layout.ts'
import type { Clip, Track, Transition } from '../../model.ts'
import { noteText } from '../note.ts'
import { type Covers, type Page, producerIn, writeProducer } from './producer.ts'
import { property } from './property.ts'
import type { Piece } from './remap.ts'
import { wipeMapName, wipeSoftness } from './wipe-map.ts'

const clipNote = (clip: Clip): string => {
  const { id, sourceIn, speed, gainDb, fadeIn, fadeOut, enabled, motion, markers, metadata } = clip
  return noteText({ id, sourceIn, speed, gainDb, fadeIn, fadeOut, enabled, motion, markers, metadata })
}

/** Two producers mixed, in a tractor of its own: the tail of one clip and the head of the next. */
const writeCrossing = (
  { xml, timeline }: Page,
  id: string,
  kind: Track['kind'],
  cross: Transition,
  pair: readonly [outgoing: [string, Piece], incoming: [string, Piece]],
  hidden: { readonly outgoing?: Clip; readonly incoming?: Clip },
): void => {
  const length = cross.inOffset + cross.outOffset
  xml.open('tractor', { id, in: 0, out: length - 1 })
  property(xml, 'shotcut:transition', 'lumaMix')
  const { id: own, kind: how, wipe, inOffset, metadata } = cross
  property(xml, 'storycanvas:transition', noteText({ id: own, kind: how, wipe, inOffset, metadata }))
  // Clips that have no entry of their own to carry it.
  if (hidden.outgoing) property(xml, 'storycanvas:outgoing', clipNote(hidden.outgoing))
  if (hidden.incoming) property(xml, 'storycanvas:incoming', clipNote(hidden.incoming))
  pair.forEach(([producer, piece], side) => {
    const first = producerIn(piece, timeline) + (side === 0 ? piece.clip.duration - cross.inOffset : 0 - cross.inOffset)
    xml.leaf('track', { producer, in: first, out: first + length - 1 })
  })
  if (kind === 'video') {
    // MLT takes a transition that ends at 0 for one without an end.
    xml.open('transition', { out: Math.max(1, length - 1) })
    for (const [name, value] of [
      ['a_track', 0],
      ['b_track', 1],
      ['factory', 'loader'],
      ['mlt_service', 'luma'],
      ['alpha_over', 1],
    ] as const)
      property(xml, name, value)
    if (cross.kind === 'wipe') {
      property(xml, 'resource', wipeMapName(cross.wipe))
      property(xml, 'softness', wipeSoftness)
      property(xml, 'progressive', 1)
    }
    xml.close()
  }
  xml.open('transition', { out: length - 1 })
  for (const [name, value] of [
    ['a_track', 0],
    ['b_track', 1],
    ['start', -1],
    ['accepts_blanks', 1],
    ['mlt_service', 'mix'],
  ] as const)
    property(xml, name, value)
  xml.close().close()
}

/** Whether a clip is seen in its transitions alone. */
const isHidden = ({ id, duration }: Clip, edges: ReadonlyMap<string, Edges>): boolean => {
  const { transitionIn, transitionOut } = edges.get(id) ?? {}
  return (transitionIn?.outOffset ?? 0) + (transitionOut?.inOffset ?? 0) >= duration
}

/** Producers, transitions and the playlist of one track; a disabled clip is a blank with a note. */
export const writeTrack = (page: Page, track: Track, number: number): void => {
  const { xml, timeline } = page
  const edges = edgesOf(track)
  const producers = new Map(track.clips.map((clip, index) => [clip.id, `producer${number}_${index}`]))
  const pieces = new Map(
    track.clips.flatMap((clip): [string, Piece][] => {
      const media = timeline.media[clip.mediaId]
      const { transitionIn, transitionOut } = edges.get(clip.id) ?? {}
      const handles = { before: transitionIn?.inOffset ?? 0, after: transitionOut?.outOffset ?? 0 }
      return media ? [[clip.id, { clip, media, kind: track.kind, handles }]] : []
    }),
  )
  const pair = (clip: Clip): [string, Piece] => [producers.get(clip.id) ?? '', pieces.get(clip.id) as Piece]
  const below = timeline.tracks.slice(0, number).filter(one => one.kind === 'video' && !one.muted)
  const covers: Covers = (from, to) =>
    below.some(one => one.clips.some(clip => clip.start < to && clip.start + clip.duration > from))
  for (const piece of pieces.values()) writeProducer(page, producers.get(piece.clip.id) ?? '', piece, covers)
  track.clips.forEach((clip, index) => {
    const cross = edges.get(clip.id)?.transitionIn
    const previous = track.clips[index - 1]
    if (!cross || !previous) return
    const hidden = {
      ...(isHidden(previous, edges) && !edges.get(previous.id)?.transitionIn && { outgoing: previous }),
      ...(isHidden(clip, edges) && { incoming: clip }),
    }
    writeCrossing(page, `cross${number}_${index}`, track.kind, cross, [pair(previous), pair(clip)], hidden)
  })
  xml.open('playlist', { id: `playlist${number}` })
  property(xml, `shotcut:${track.kind}`, 1)
  property(xml, 'shotcut:name', track.name)
  property(xml, 'storycanvas:track', noteText({ id: track.id, name: track.name }))
  let index = -1
  for (const item of layOut(track.clips, 0, 0)) {
    if (item.kind === 'gap') {
      xml.leaf('blank', { length: item.duration })
      continue
    }
    index++
    const { clip } = item
    const own = edges.get(clip.id)
    const { transitionIn, transitionOut } = own ?? {}
    if (transitionIn)
      xml.leaf('entry', { producer: `cross${number}_${index}`, in: 0, out: transitionIn.inOffset + transitionIn.outOffset - 1 })
    const [producer, piece] = pair(clip)
    const first = producerIn(piece, timeline)
    const [from, to] = [first + (transitionIn?.outOffset ?? 0), first + clip.duration - (transitionOut?.inOffset ?? 0)]
    // MLT has no entry without length.
    if (isHidden(clip, edges)) continue
    xml.open('entry', { producer, in: from, out: to - 1 })
    property(xml, 'storycanvas:clip', clipNote(clip))
    xml.close()
  }
  xml.close()
}
