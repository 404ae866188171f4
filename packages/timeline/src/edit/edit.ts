import type { Clip, Frames, Timeline, Track } from '../model.ts'

/**
 * One edit as data. Positions and amounts are record frames; amounts may be negative and then go to the left.
 *
 * `insert` makes room by moving everything after it, `overwrite` replaces what lies under it; `lift` leaves a hole, `extract`
 * closes it; `trim` moves one edge of a clip, `ripple` moves everything after it along; `roll` moves the cut between two
 * clips, `slip` the source under a clip, `slide` a clip between its neighbours.
 */
export type Edit =
  | { readonly kind: 'insert' | 'overwrite'; readonly trackId: string; readonly clip: Clip }
  | { readonly kind: 'lift' | 'extract'; readonly trackId: string; readonly from: Frames; readonly to: Frames }
  | { readonly kind: 'trim' | 'ripple'; readonly clipId: string; readonly edge: 'in' | 'out'; readonly by: Frames }
  | { readonly kind: 'roll'; readonly trackId: string; readonly cut: Frames; readonly by: Frames }
  | { readonly kind: 'slip' | 'slide'; readonly clipId: string; readonly by: Frames }
  | { readonly kind: 'split'; readonly clipId: string; readonly at: Frames }
  | { readonly kind: 'move'; readonly clipId: string; readonly trackId: string; readonly start: Frames }
  /** Puts whole tracks back as they were: the inverse of every other edit. */
  | { readonly kind: 'restore'; readonly tracks: readonly Track[] }

export type Edited = {
  readonly timeline: Timeline
  /** The edit that takes this one back exactly. */
  readonly inverse: Edit
  /** Transitions that found no cut or no handles any more and are gone. */
  readonly removedTransitions: readonly string[]
}

/** A fresh clip id for the second half of the clip that is being cut in two. */
export type NewId = (of: Clip) => string

/** An edit that cannot be made; the timeline is as it was. */
export class EditRefused extends Error {
  readonly edit: Edit
  /** Ids of clips that would lie over one another, where that is why. */
  readonly overlapping: readonly string[]
  constructor(edit: Edit, reason: string, overlapping: readonly string[] = []) {
    super(reason)
    this.name = 'EditRefused'
    this.edit = edit
    this.overlapping = overlapping
  }
}

/** What the functions of single edits are given. */
export type Editing = {
  readonly timeline: Timeline
  readonly newId: NewId
  readonly refuse: (reason: string, overlapping?: readonly string[]) => never
}
