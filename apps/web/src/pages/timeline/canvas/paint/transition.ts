import type { Transition } from '@storycanvas/timeline'
import type { TrackRow } from '../rows.ts'
import { xOf } from '../view.ts'
import type { Canvas, Scene } from './scene.ts'

/** A transition is drawn as what it is: two clips that overlap, one going as the other comes. */
export function paintTransition(context: Canvas, scene: Scene, row: TrackRow, rowY: number, transition: Transition) {
  const { view, colours, desk } = scene
  const [x, right] = [xOf(view, transition.cut - transition.inOffset), xOf(view, transition.cut + transition.outOffset)]
  if (right - x < 2) return
  const height = row.height / 2
  const y = rowY + height
  const { transition: chosen } = desk.selection
  const isSelected = chosen?.track === row.id && chosen.cut === transition.cut
  context.fillStyle = colours.overlap
  context.fillRect(x, y, right - x, height)
  context.strokeStyle = isSelected ? colours.accent : colours.text
  context.lineWidth = isSelected ? 2 : 1
  context.beginPath()
  if (transition.kind === 'dissolve') {
    context.moveTo(x, y)
    context.lineTo(right, y + height)
    context.moveTo(x, y + height)
    context.lineTo(right, y)
  } else {
    context.moveTo((x + right) / 2, y)
    context.lineTo((x + right) / 2, y + height)
    context.moveTo((x + right) / 2 + 4, y + height / 2 - 4)
    context.lineTo((x + right) / 2 + 8, y + height / 2)
    context.lineTo((x + right) / 2 + 4, y + height / 2 + 4)
  }
  context.rect(x + 0.5, y + 0.5, right - x - 1, height - 1)
  context.stroke()
  if (right - x < 24) return
  context.fillStyle = isSelected ? colours.accent : colours.text
  for (const edge of [x + 1, right - 3]) context.fillRect(edge, y + height / 4, 2, height / 2)
}
