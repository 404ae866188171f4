import type { Timeline } from '@storycanvas/timeline'
import type { TimelineEdit } from '@storycanvas/api'
import type { Hit } from '../tools/hit.ts'
import type { ToolId } from '../tools/tools.ts'
import type { View } from '../canvas/view.ts'
import { createStore, type Store } from './store.ts'

/** What is selected: clips, or one transition by its cut, or one marker. */
export type Selection = {
  clips: ReadonlySet<string>
  transition: { track: string; cut: number } | null
  marker: string | null
}

/** What one has in the hand, as it would be if let go now. */
export type Hand = {
  edits: readonly TimelineEdit[]
  preview: Timeline
  /** Frame of the snap line. */
  snapAt: number | null
  /** Said beside the pointer: by how much, or why not. */
  hint: string
  /** Stretches of other clips that would be overwritten. */
  covered: readonly Covered[]
}
export type Covered = { track: string; from: number; to: number }

export type Band = { fromX: number; fromY: number; toX: number; toY: number }

/** Everything about the way one works at the cut that is no part of the cut. */
export type Desk = {
  tool: ToolId
  snapping: boolean
  view: View
  /** The window still shows the whole cut, however long it becomes. */
  isFitted: boolean
  selection: Selection
  /** Marked stretch, in record frames: from the first up to, not including, the last. */
  marks: { in: number | null; out: number | null }
  hand: Hand | null
  band: Band | null
  /** Ids that things had here before the server gave them theirs. */
  drafts: ReadonlyMap<string, string>
  hover: { hit: Hit; x: number; y: number } | null
  /** Stretches that people speak about, from the first frame up to, not including, the last. */
  said: readonly { from: number; to: number }[]
}

export const nothing: Selection = { clips: new Set(), transition: null, marker: null }

export type DeskStore = Store<Desk>

export const createDesk = (): DeskStore =>
  createStore<Desk>({
    tool: 'select',
    snapping: true,
    view: { scale: 1, left: 0, top: 0, width: 0, height: 0 },
    isFitted: true,
    selection: nothing,
    marks: { in: null, out: null },
    hand: null,
    band: null,
    drafts: new Map(),
    hover: null,
    said: [],
  })
