import type { Frames } from '../model.ts'

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'moved'
  | 'trimmed'
  | 'retimed'
  | 'replaced'
  | 'levelled'
  | 'switched'
  | 'faded'
  | 'transition'
  | 'marker'

/**
 * One thing that an editor has done to a clip, to the transition between two, or to a marker. A clip can be moved and
 * trimmed at once: that is two changes.
 */
export type Change = {
  /** The same whenever the same two timelines are compared, and no other change of them has it. */
  readonly id: string
  readonly kind: ChangeKind
  /** Id in the timeline before, of the clip, transition or marker; null for what was added. */
  readonly before: string | null
  /** Id in the timeline after; null for what was removed. */
  readonly after: string | null
  readonly name: string
  /** Record frames in the timeline after, or before where it is gone. */
  readonly frames: { readonly start: Frames; readonly duration: Frames }
  readonly sentence: string
}

/**
 * How sources are compared: `nearly` forgives less than one record frame, by which formats that count sources in record
 * frames move them; `exactly` is for timelines that have come through the same format.
 */
export type Sources = 'nearly' | 'exactly'

/** “1 frame”, “24 frames”. */
export const framesText = (count: Frames): string => `${count} ${Math.abs(count) === 1 ? 'frame' : 'frames'}`
