import { timebase } from '@storycanvas/timeline'
import { timecodeOf } from '../../../../player/time.ts'
import { HEAD_HEIGHT, RULER_HEIGHT, SCENE_HEIGHT } from '../rows.ts'
import { rulerFor } from '../ruler.ts'
import { xOf } from '../view.ts'
import { isOwnMarker } from '../../keys/markers.ts'
import { markerColours } from '../../markers.ts'
import type { Canvas, Scene } from './scene.ts'
import { labelFont, timecodeFont, writeLabel } from './text.ts'

const MARKER = 5
const SAID = 3

/** Timecode, marks, markers and scenes along the top, over whatever scrolls beneath. */
export function paintRuler(context: Canvas, scene: Scene) {
  const { view, colours, timeline, from, to } = scene
  const { rate, timecode } = timeline
  context.fillStyle = colours.ground
  context.fillRect(0, 0, view.width, HEAD_HEIGHT)
  paintMarked(context, scene)
  paintSaid(context, scene)
  const { every, minor } = rulerFor(view, timebase(rate))
  context.fillStyle = colours.line
  for (let frame = Math.max(0, Math.floor(from / minor) * minor); frame <= to; frame += minor) {
    const tall = frame % every === 0 ? 12 : 5
    context.fillRect(Math.round(xOf(view, frame)), RULER_HEIGHT - tall, 1, tall)
  }
  context.fillStyle = colours.faint
  context.font = timecodeFont
  for (let frame = Math.max(0, Math.floor(from / every) * every); frame <= to; frame += every)
    context.fillText(timecodeOf(timecode.start + frame, rate, timecode.dropFrame), Math.round(xOf(view, frame)) + 4, 13)
  context.font = labelFont
  paintScenes(context, scene)
  paintMarkers(context, scene)
}

/** The stretch between in and out: over the ruler here, and lightly over the tracks. */
function paintMarked(context: Canvas, { desk, view, colours }: Scene) {
  const { in: first, out: last } = desk.marks
  context.fillStyle = colours.marked
  if (first !== null && last !== null) context.fillRect(xOf(view, first), 0, (last - first) * view.scale, RULER_HEIGHT)
  context.fillStyle = colours.accent
  for (const [frame, way] of [[first, 1] as const, [last, -1] as const]) {
    if (frame === null) continue
    const x = Math.round(xOf(view, frame))
    context.fillRect(way === 1 ? x : x - 2, 0, 2, RULER_HEIGHT)
    context.fillRect(way === 1 ? x : x - 6, 0, 6, 2)
  }
}

/** What people speak about, along the upper edge; never narrower than the eye finds it. */
function paintSaid(context: Canvas, { desk, view, colours, from, to }: Scene) {
  context.fillStyle = colours.accent
  for (const said of desk.said) {
    if (said.to < from || said.from > to) continue
    context.fillRect(Math.round(xOf(view, said.from)), 0, Math.max(SAID, (said.to - said.from) * view.scale), SAID)
  }
}

function paintScenes(context: Canvas, { view, colours, scenes }: Scene) {
  for (const { start, end, heading } of scenes) {
    const [x, right] = [Math.max(0, xOf(view, start)), xOf(view, end)]
    if (right < 0 || x > view.width) continue
    context.fillStyle = colours.scene
    context.fillRect(x, RULER_HEIGHT + 1, right - x - 1, SCENE_HEIGHT - 3)
    context.fillStyle = colours.text
    if (right - x > 30) writeLabel(context, heading, x + 5, RULER_HEIGHT + 13, right - x - 10)
  }
}

function paintMarkers(context: Canvas, { view, colours, timeline, known, desk, from, to }: Scene) {
  const own = timeline.markers.filter(({ id }) => isOwnMarker(known.headings, id))
  for (const [index, { id, at, duration, name, colour }] of own.entries()) {
    if (at + duration < from || at > to) continue
    const x = xOf(view, at)
    if (duration > 1) {
      context.fillStyle = markerColours[colour]
      context.globalAlpha = 0.4
      context.fillRect(x, RULER_HEIGHT - 4, duration * view.scale, 3)
      context.globalAlpha = 1
    }
    context.fillStyle = markerColours[colour]
    context.strokeStyle = desk.selection.marker === id ? colours.text : colours.ground
    context.lineWidth = desk.selection.marker === id ? 2 : 1
    context.beginPath()
    context.moveTo(x - MARKER, RULER_HEIGHT - 13)
    context.lineTo(x + MARKER, RULER_HEIGHT - 13)
    context.lineTo(x + MARKER, RULER_HEIGHT - 7)
    context.lineTo(x, RULER_HEIGHT - 1)
    context.lineTo(x - MARKER, RULER_HEIGHT - 7)
    context.closePath()
    context.fill()
    context.stroke()
    const next = own[index + 1]
    context.fillStyle = colours.text
    writeLabel(context, name, x + MARKER + 3, RULER_HEIGHT - 4, next ? (next.at - at) * view.scale - 2 * MARKER - 6 : 400)
  }
}
