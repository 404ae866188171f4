import type { CutStyle } from '@storycanvas/api'
import type { LaidClip } from './lay-board.ts'

/** A clip row as far as laying the cut looks at it. */
export type ClipRow = {
  id: string
  panelId: string | null
  sceneId: string | null
  name: string
  /** A person has named it, so the cut does not. */
  isNamed: boolean
  track: string
  startFrame: number
  durationFrames: number
  sourceInFrame: number
  transition: CutStyle
  /** Nothing has been done to it that the board does not know: speed, fades, lengths of transitions, a file of its own. */
  isPlain: boolean
  isDeleted: boolean
}

export type CutChanges = {
  added: readonly LaidClip[]
  /** Rows that stay or come back, with what they have to become; `row.isDeleted` says which. */
  changed: readonly { row: ClipRow; to: LaidClip }[]
  removed: readonly string[]
}

/** The track that the board is laid on. */
export const boardTrack = 'V1'

/**
 * What turns the rows of a project into the cut that the board wants. Each panel keeps the first of its live clips, or
 * gets back the clip that was deleted last; everything else goes. `rows` has live rows before deleted ones.
 */
export function compareCut(rows: readonly ClipRow[], laid: readonly LaidClip[]): CutChanges {
  const kept = new Map<string, ClipRow>()
  for (const row of rows) if (row.panelId !== null && !kept.has(row.panelId)) kept.set(row.panelId, row)
  const wanted = new Map(laid.map(clip => [clip.panelId, clip]))
  return {
    added: laid.filter(clip => !kept.has(clip.panelId)),
    changed: [...kept.values()].flatMap(row => {
      const to = wanted.get(row.panelId ?? '')
      return to && differs(row, to) ? [{ row, to }] : []
    }),
    removed: rows
      .filter(row => !row.isDeleted && !(wanted.has(row.panelId ?? '') && kept.get(row.panelId ?? '') === row))
      .map(({ id }) => id),
  }
}

const differs = (row: ClipRow, to: LaidClip) =>
  row.isDeleted ||
  !row.isPlain ||
  row.track !== boardTrack ||
  row.sourceInFrame !== 0 ||
  row.startFrame !== to.startFrame ||
  row.durationFrames !== to.durationFrames ||
  row.sceneId !== to.sceneId ||
  row.transition !== to.transition ||
  (!row.isNamed && row.name !== to.name)
