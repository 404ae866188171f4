import { between, HEAD_HEIGHT, type Row, type TrackRow } from '../rows.ts'
import { xOf } from '../view.ts'
import { paintClips } from './clip.ts'
import { paintOverlay, yOf } from './overlay.ts'
import { paintRuler } from './ruler.ts'
import type { Canvas, Scene } from './scene.ts'
import { labelFont, writeLabel } from './text.ts'
import { paintTransition } from './transition.ts'

/** Draws the window of the timeline; nothing outside it is looked at. */
export function paint(context: Canvas, scene: Scene) {
  const { view, rows, colours, desk } = scene
  context.fillStyle = colours.ground
  context.fillRect(0, 0, view.width, view.height)
  context.font = labelFont
  for (const row of rows) {
    const y = yOf(row, scene)
    if (y + row.height < HEAD_HEIGHT || y > view.height) continue
    context.fillStyle = row.kind === 'track' && row.isSpare ? colours.spare : colours.row
    context.fillRect(0, y, view.width, row.height)
    if (row.kind === 'captions') paintCaptions(context, scene, row, y)
    else paintTrack(context, scene, row, y)
  }
  const { in: first, out: last } = desk.marks
  if (first !== null && last !== null) {
    context.fillStyle = colours.marked
    context.fillRect(xOf(view, first), HEAD_HEIGHT, (last - first) * view.scale, view.height)
  }
  paintOverlay(context, scene)
  paintRuler(context, scene)
}

function paintTrack(context: Canvas, scene: Scene, row: TrackRow, y: number) {
  const { timeline, colours, from, to } = scene
  const track = timeline.tracks.find(({ id }) => id === row.id)
  if (!track && row.isSpare && row.height > 20) {
    context.fillStyle = colours.faint
    writeLabel(context, 'Drop music here', 12, y + row.height / 2 + 4, 300)
  }
  if (!track) return
  context.globalAlpha = track.muted ? 0.45 : 1
  paintClips(context, scene, row, y, between(track.clips, from, to))
  for (const transition of track.transitions) {
    if (transition.cut - transition.inOffset > to) break
    if (transition.cut + transition.outOffset >= from) paintTransition(context, scene, row, y, transition)
  }
  context.globalAlpha = 1
}

function paintCaptions(context: Canvas, scene: Scene, row: Row, y: number) {
  const { timeline, view, colours, from, to } = scene
  for (const { start, duration, text } of between(timeline.captions, from, to)) {
    const x = Math.max(0, xOf(view, start))
    const width = Math.max(1, Math.min(view.width, xOf(view, start + duration)) - x - 1)
    context.fillStyle = colours.caption
    context.fillRect(x, y + 2, width, row.height - 4)
    if (width < 24) continue
    context.fillStyle = colours.text
    writeLabel(context, text.replaceAll('\n', ' '), x + 4, y + row.height / 2 + 4, width - 8)
  }
}
