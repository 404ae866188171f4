import { HEAD_HEIGHT, type Row } from '../rows.ts'
import { xOf } from '../view.ts'
import type { Canvas, Scene } from './scene.ts'

/** What is about to happen: overwritten stretches, the line that an edge has snapped to, the rubber band, and how far. */
export function paintOverlay(context: Canvas, scene: Scene) {
  const { desk, view, colours, rows } = scene
  const { hand, band } = desk
  for (const { track, from, to } of hand?.covered ?? []) {
    const row = rows.find(row => row.kind === 'track' && row.id === track)
    if (!row) continue
    context.fillStyle = colours.covered
    // The lower half: what comes to lie there is seen above it.
    context.fillRect(xOf(view, from), yOf(row, scene) + row.height / 2, (to - from) * view.scale, row.height / 2)
  }
  if (hand?.snapAt !== null && hand?.snapAt !== undefined) {
    context.fillStyle = colours.snap
    context.fillRect(Math.round(xOf(view, hand.snapAt)), 0, 1, view.height)
  }
  if (band) {
    const [x, y] = [Math.min(band.fromX, band.toX), Math.max(HEAD_HEIGHT, Math.min(band.fromY, band.toY))]
    const [width, height] = [Math.abs(band.toX - band.fromX), Math.max(band.fromY, band.toY) - y]
    context.fillStyle = colours.marked
    context.fillRect(x, y, width, height)
    context.strokeStyle = colours.accent
    context.lineWidth = 1
    context.strokeRect(x + 0.5, y + 0.5, width, height)
  }
}

export const yOf = (row: Row, { view }: Scene) => HEAD_HEIGHT + row.y - view.top
