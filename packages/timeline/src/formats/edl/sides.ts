import { edges as edgesOf } from '../../layout.ts'
import type { Clip, Frames, Timeline, Track, Transition } from '../../model.ts'
import type { EdlStyle } from './options.ts'

/** The length field has three digits. */
export const longestTransition = 999

/** How a clip begins or ends: with a cut, with black, or with a neighbour. */
export type Side = {
  readonly length: Frames
  /** Frames from the clip's own edge to where the event's begins or ends. */
  readonly reach: Frames
  readonly transition: Transition | null
  readonly neighbour: Clip | null
}

export type Sides = {
  readonly begin: Side
  readonly finish: Side
  /** Record frames of the clip's own event; none where it is seen in a transition alone. */
  readonly from: Frames
  readonly to: Frames
  /** Fades that are written as cuts and a note, and by how much a transition begins late. */
  readonly noted: { readonly fadeIn?: Frames; readonly fadeOut?: Frames; readonly late?: Frames }
}

const cut: Side = { length: 0, reach: 0, transition: null, neighbour: null }

const isBlack = (side: Side): boolean => side.length > 0 && side.neighbour === null

/**
 * How every clip of a track that a list shows begins and ends, by clip id. OpenTimelineIO takes a dissolve from black for
 * one from the event before it, and refuses a list that begins with one: lists for everyone say a fade as a cut and a note
 * where no black stands before it, and give a clip that is seen in its transition alone an event of one frame.
 */
export const sidesOf = (timeline: Timeline, track: Track, style: EdlStyle): Map<string, Sides> => {
  const edges = edgesOf(track)
  const all = new Map<string, Sides>()
  const shown = track.clips.filter(clip => clip.enabled && timeline.media[clip.mediaId])
  const neighbours = new Map(
    shown.flatMap(clip => [[`in ${clip.start + clip.duration}`, clip] as const, [`out ${clip.start}`, clip] as const]),
  )

  const sideOf = (clip: Clip, edge: 'in' | 'out'): Side => {
    const own = edges.get(clip.id)
    const transition = (edge === 'in' ? own?.transitionIn : own?.transitionOut) ?? null
    const length = transition ? transition.inOffset + transition.outOffset : edge === 'in' ? clip.fadeIn : clip.fadeOut
    if (length === 0 || length > longestTransition) return cut
    if (!transition) return { length, reach: edge === 'in' ? 0 : 0 - clip.fadeOut, transition, neighbour: null }
    const neighbour = neighbours.get(`${edge} ${transition.cut}`) ?? null
    return { length, reach: 0 - transition.inOffset, transition, neighbour }
  }

  let last: { readonly end: Frames; readonly isBlack: boolean } | null = null
  for (const clip of shown) {
    let [begin, finish] = [sideOf(clip, 'in'), sideOf(clip, 'out')]
    let from = clip.start + begin.reach
    let to = clip.start + clip.duration + finish.reach
    const noted: { fadeIn?: Frames; fadeOut?: Frames; late?: Frames } = {}
    const before = begin.neighbour && all.get(begin.neighbour.id)
    if (style === 'premiere' && before && before.begin.length === 0 && before.to <= before.from && begin.length > 1) {
      all.set(begin.neighbour?.id ?? '', { ...before, to: before.from + 1 })
      begin = { ...begin, length: begin.length - 1, reach: begin.reach + 1 }
      from += 1
      noted.late = 1
    }
    const hasBlackBefore: boolean = last !== null && (last.isBlack || last.end < from)
    if (style === 'premiere' && isBlack(begin) && !hasBlackBefore) {
      if (!begin.transition) noted.fadeIn = begin.length
      begin = cut
    }
    if (style === 'premiere' && isBlack(finish) && begin.length === 0 && to <= from) {
      if (!finish.transition) noted.fadeOut = finish.length
      to += finish.length
      finish = cut
    }
    if (isBlack(finish)) last = { end: to + finish.length, isBlack: true }
    else if (to > from) last = { end: to, isBlack: false }
    all.set(clip.id, { begin, finish, from, to, noted })
  }
  return all
}
