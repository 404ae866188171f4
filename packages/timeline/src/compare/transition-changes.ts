import type { Clip, Frames, Timeline, Transition } from '../model.ts'
import { type Change, framesText } from './change.ts'

/** A transition with the ids of the clips on either side of its cut. */
export type Joint = { readonly transition: Transition; readonly outgoing: Clip; readonly incoming: Clip }

/** The transitions of a timeline that stand on a cut. */
export const joints = (timeline: Timeline): Joint[] =>
  timeline.tracks.flatMap(({ clips, transitions }) => {
    const ending = new Map(clips.map(clip => [clip.start + clip.duration, clip]))
    const starting = new Map(clips.map(clip => [clip.start, clip]))
    return transitions.flatMap(transition => {
      const [outgoing, incoming] = [ending.get(transition.cut), starting.get(transition.cut)]
      return outgoing && incoming ? [{ transition, outgoing, incoming }] : []
    })
  })

/** Two clips that hand over to one another. */
export const pairKey = (outgoing: string, incoming: string): string => JSON.stringify([outgoing, incoming])

/** The pairs of clips that butt one another, by {@link pairKey}. */
export const cuts = (timeline: Timeline): Map<string, { outgoing: Clip; incoming: Clip }> =>
  new Map(
    timeline.tracks.flatMap(({ clips }) =>
      clips.flatMap((incoming, index) => {
        const outgoing = clips[index - 1]
        if (!outgoing || outgoing.start + outgoing.duration !== incoming.start) return []
        return [[pairKey(outgoing.id, incoming.id), { outgoing, incoming }] as const]
      }),
    ),
  )

export type TransitionDifference = {
  readonly change: Change
  /** Ids in the timeline after of the clips on either side. */
  readonly outgoing: string
  readonly incoming: string
  readonly to: Transition | null
}

const isSame = (a: Transition, b: Transition): boolean =>
  a.kind === b.kind && a.wipe === b.wipe && a.inOffset === b.inOffset && a.outOffset === b.outOffset

const lengthOf = ({ inOffset, outOffset }: Transition): Frames => inOffset + outOffset

const sentenceOf = (from: Transition | undefined, to: Transition | null, between: string): string => {
  if (!to) return `The ${from?.kind} between ${between} is a cut now.`
  const over = `over ${framesText(lengthOf(to))}`
  if (!from) return `A ${to.kind} ${over} joins ${between}.`
  return `The ${from.kind} between ${between} is a ${to.kind} ${over} now, and was one over ${framesText(lengthOf(from))}.`
}

/**
 * What has become of the transitions between clips that meet in the timeline after. `beforeId` gives the id that a clip of
 * the timeline after had before. A transition whose clips have parted is gone with its cut, and no change of its own.
 */
export const transitionDifferences = (
  before: Timeline,
  after: Timeline,
  beforeId: (afterId: string) => string | null,
): TransitionDifference[] => {
  const old = new Map(joints(before).map(joint => [pairKey(joint.outgoing.id, joint.incoming.id), joint.transition]))
  const now = new Map(joints(after).map(joint => [pairKey(joint.outgoing.id, joint.incoming.id), joint.transition]))
  return [...cuts(after)].flatMap(([key, { outgoing, incoming }]) => {
    const [from, to] = [beforeId(outgoing.id), beforeId(incoming.id)]
    const was = from === null || to === null ? undefined : old.get(pairKey(from, to))
    const is = now.get(key) ?? null
    if (!was && !is) return []
    if (was && is && isSame(was, is)) return []
    const between = `“${outgoing.name}” and “${incoming.name}”`
    const length = is ?? was
    const change: Change = {
      id: `transition:${from ?? `+${outgoing.id}`}:${to ?? `+${incoming.id}`}`,
      kind: 'transition',
      before: was?.id ?? null,
      after: is?.id ?? null,
      name: `${outgoing.name} – ${incoming.name}`,
      frames: { start: incoming.start - (length?.inOffset ?? 0), duration: length ? lengthOf(length) : 0 },
      sentence: sentenceOf(was, is, between),
    }
    return [{ change, outgoing: outgoing.id, incoming: incoming.id, to: is }]
  })
}
