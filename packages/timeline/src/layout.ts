import type { Clip, Frames, Track, Transition } from './model.ts'

/** One piece of a track laid out without holes. */
export type Item =
  | { readonly kind: 'gap'; readonly start: Frames; readonly duration: Frames }
  | { readonly kind: 'clip'; readonly start: Frames; readonly duration: Frames; readonly clip: Clip }

/** Clips and the gaps between them, and a last gap up to `until` where the clips end before it. */
export const layOut = (clips: readonly Clip[], from: Frames, until: Frames): Item[] => {
  const items: Item[] = []
  let reached = from
  const fill = (end: Frames): void => {
    if (end > reached) items.push({ kind: 'gap', start: reached, duration: end - reached })
    reached = Math.max(reached, end)
  }
  for (const clip of clips) {
    fill(clip.start)
    items.push({ kind: 'clip', start: clip.start, duration: clip.duration, clip })
    reached = clip.start + clip.duration
  }
  fill(until)
  return items
}

/** Clips that butt one another, with a gap, or an end of the track, on either side. */
export const islands = (track: Track): Clip[][] => {
  const groups: Clip[][] = []
  let end = -1
  for (const clip of track.clips) {
    if (clip.start === end) groups.at(-1)?.push(clip)
    else groups.push([clip])
    end = clip.start + clip.duration
  }
  return groups
}

/** What happens where a clip begins and ends. */
export type Edges = {
  readonly transitionIn: Transition | null
  readonly transitionOut: Transition | null
  /** Whether another clip butts this one: a fade beside a neighbour cannot be written as a transition with black. */
  readonly buttedIn: boolean
  readonly buttedOut: boolean
}

/** The edges of every clip of a track, by clip id. */
export const edges = (track: Track): Map<string, Edges> => {
  const cuts = new Map(track.transitions.map(transition => [transition.cut, transition]))
  const starts = new Set(track.clips.map(clip => clip.start))
  const ends = new Set(track.clips.map(clip => clip.start + clip.duration))
  return new Map(
    track.clips.map(clip => {
      const end = clip.start + clip.duration
      const [buttedIn, buttedOut] = [ends.has(clip.start), starts.has(end)]
      const transitionIn = buttedIn ? (cuts.get(clip.start) ?? null) : null
      return [clip.id, { transitionIn, transitionOut: buttedOut ? (cuts.get(end) ?? null) : null, buttedIn, buttedOut }]
    }),
  )
}
