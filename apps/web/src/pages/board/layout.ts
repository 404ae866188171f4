import type { Panel } from '@storycanvas/api'
import type { TreeScene } from '../../api/tree.ts'

/** One line of the board: a scene's heading, or as many cards as fit side by side. */
export type Line = {
  /** Which line of the board it is. */
  at: number
  y: number
  height: number
  scene: TreeScene
  /** How many panels of the story stand before it. */
  before: number
} & ({ kind: 'scene'; number: string } | { kind: 'cards'; first: number; panels: readonly Panel[] })
export type CardsLine = Extract<Line, { kind: 'cards' }>

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
  let [y, before] = [0, 0]
  scenes.forEach((scene, at) => {
    const number = scene.number ?? String(at + 1)
    lines.push({ kind: 'scene', at: lines.length, y, height: SCENE_LINE, scene, before, number })
    y += SCENE_LINE
    for (let first = 0; first < scene.panels.length; first += columns) {
      const panels = scene.panels.slice(first, first + columns)
      lines.push({ kind: 'cards', at: lines.length, y, height: cardLine, scene, before, first, panels })
      before += panels.length
      y += cardLine + GAP
    }
  })
  return { lines, height: y + END, columns, cardWidth: exactWidth, pictureHeight }
}

/** The lines that show in a window of the board, and some above and below. */
export function visibleLines({ lines }: Layout, top: number, height: number, beyond: number): Line[] {
  const first = countWhile(lines, line => line.y + line.height < top - beyond)
  const end = countWhile(lines, line => line.y <= top + height + beyond)
  return lines.slice(first, end)
}

/** Where in the story the panel above or below stands, in the same column where the line is long enough. */
export function panelVertically(layout: Layout, panel: number, direction: -1 | 1): number | null {
  const own = lineOf(layout, panel)
  if (!own) return null
  let at = own.at + direction
  while (layout.lines[at]?.kind === 'scene') at += direction
  const next = layout.lines[at]
  if (next?.kind !== 'cards') return null
  return next.before + Math.min(panel - own.before, next.panels.length - 1)
}

/** The line of the panel that stands at this place of the story. */
export function lineOf({ lines }: Layout, panel: number): CardsLine | null {
  const line = lines[countWhile(lines, ({ before }) => before <= panel) - 1]
  return line?.kind === 'cards' && panel < line.before + line.panels.length ? line : null
}

/** How many of the first lines have something that no later one has. */
function countWhile(lines: readonly Line[], has: (line: Line) => boolean): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (has(lines[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
