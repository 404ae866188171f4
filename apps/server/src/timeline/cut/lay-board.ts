import type { CutStyle } from '@storycanvas/api'
import type { Frames, Rate } from '@storycanvas/timeline'
import type { BoardPanel, BoardScene } from '../../story/board/board.ts'
import { cutPoints } from './cut-points.ts'

/** What the cut looks at in a board. */
type PlannedPanel = Pick<BoardPanel, 'id' | 'sceneId' | 'durationMs' | 'transition'>
type PlannedScene = Pick<BoardScene, 'number' | 'transition'> & { panels: readonly PlannedPanel[] }

/** Where the board wants a panel's clip. */
export type LaidClip = {
  panelId: string
  sceneId: string
  /** Scene and shot, as on a slate: `12A-03`. */
  name: string
  startFrame: Frames
  durationFrames: Frames
  transition: CutStyle
}

/** One clip for each panel, butted in story order. */
export function layBoard(board: readonly PlannedScene[], rate: Rate): LaidClip[] {
  const shots = board.flatMap((scene, sceneIndex) =>
    scene.panels.map((panel, shotIndex) => ({
      panel,
      slate: `${scene.number ?? sceneIndex + 1}-${String(shotIndex + 1).padStart(2, '0')}`,
      transition: handOver(panel, shotIndex === scene.panels.length - 1 ? scene : null),
    })),
  )
  const points = cutPoints(
    shots.map(({ panel }) => panel.durationMs),
    rate,
  )
  return shots.map(({ panel, slate, transition }, index) => {
    const startFrame = points[index] ?? 0
    return {
      panelId: panel.id,
      sceneId: panel.sceneId,
      name: slate,
      startFrame,
      durationFrames: (points[index + 1] ?? 0) - startFrame,
      transition,
    }
  })
}

/** The last panel of a scene hands over as its scene does, unless the scene only cuts. */
const handOver = (panel: PlannedPanel, ended: PlannedScene | null): CutStyle =>
  ended !== null && ended.transition !== 'cut' ? ended.transition : panel.transition
