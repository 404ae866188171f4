import type { Panel } from '@storycanvas/api'
import type { TreeScene } from '../../api/tree.ts'

/** One line of the board: a scene's heading, or as many cards as fit side by side. */
export type Line =
  | { kind: 'scene'; y: number; height: number; scene: TreeScene; number: string }
  | { kind: 'cards'; y: number; height: number; scene: TreeScene; first: number; panels: readonly Panel[] }

export type Metrics = { width: number; cardWidth: number; aspect: number }
export type Layout = { lines: readonly Line[]; height: number; columns: number; cardWidth: number; pictureHeight: number }

export const GAP = 10
const SCENE_LINE = 44
/** Room under the picture for dialogue and facts. */
const CARD_FOOT = 62
const END = 120

/** Where everything on the board stands, so that only what is visible need be drawn. Sizes are CSS pixels. */
export function layOut(scenes: readonly TreeScene[], { width, cardWidth, aspect }: Metrics): Layout {
  const columns = Math.max(1, Math.floor((width + GAP) / (cardWidth + GAP)))
  const exactWidth = (width - GAP * (columns - 1)) / columns
  const pictureHeight = Math.round(exactWidth / Math.max(aspect, 1))
  const cardLine = pictureHeight + CARD_FOOT
  const lines: Line[] = []
  let y = 0
  scenes.forEach((scene, at) => {
    lines.push({ kind: 'scene', y, height: SCENE_LINE, scene, number: scene.number ?? String(at + 1) })
    y += SCENE_LINE
    for (let first = 0; first < scene.panels.length; first += columns) {
      lines.push({ kind: 'cards', y, height: cardLine, scene, first, panels: scene.panels.slice(first, first + columns) })
      y += cardLine + GAP
    }
  })
  return { lines, height: y + END, columns, cardWidth: exactWidth, pictureHeight }
}

/** The lines that show in a window of the board, and some above and below. */
export function visibleLines({ lines }: Layout, top: number, height: number, beyond: number): Line[] {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const line = lines[middle]!
    if (line.y + line.height < top - beyond) low = middle + 1
    else high = middle
  }
  const end = lines.findIndex((line, at) => at >= low && line.y > top + height + beyond)
  return lines.slice(low, end === -1 ? lines.length : end)
}

/** The panel above or below, in the same column where the line is long enough. */
export function panelVertically({ lines, columns }: Layout, id: string, direction: -1 | 1): string | null {
  const cardLines = lines.filter(line => line.kind === 'cards')
  const at = cardLines.findIndex(line => line.panels.some(panel => panel.id === id))
  const column = cardLines[at]?.panels.findIndex(panel => panel.id === id) ?? 0
  const next = cardLines[at + direction]
  return next?.panels[Math.min(column, columns - 1, next.panels.length - 1)]?.id ?? null
}

export const lineOf = ({ lines }: Layout, id: string): Extract<Line, { kind: 'cards' }> | undefined =>
  lines.filter(line => line.kind === 'cards').find(({ panels }) => panels.some(panel => panel.id === id))
