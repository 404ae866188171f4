import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import type { Covered } from '../desk/desk.ts'
import type { Row } from '../canvas/rows.ts'
import type { Snapping } from './snap.ts'

/** Keys held down while one drags. */
export type Held = { ctrl: boolean; alt: boolean; shift: boolean }

/** Where the pointer took hold, and what of. */
export type Grab = {
  timeline: Timeline
  rows: readonly Row[]
  /** Clips that are selected, with the one under the pointer. */
  clips: readonly string[]
  frame: number
  y: number
  top: number
  snapping: Snapping
}

/** Where the pointer is now, in frames of the cut and pixels of the canvas. */
export type Point = Held & { frame: number; y: number }

/** What letting go would do. */
export type Outcome = {
  edits: readonly TimelineEdit[]
  preview: Timeline
  snapAt: number | null
  hint: string
  covered: readonly Covered[]
}

export const unmoved = (timeline: Timeline, hint = ''): Outcome => ({
  edits: [],
  preview: timeline,
  snapAt: null,
  hint,
  covered: [],
})
