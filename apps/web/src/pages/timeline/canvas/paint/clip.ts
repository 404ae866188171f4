import type { Clip } from '@storycanvas/timeline'
import { gainY } from '../../tools/gain.ts'
import type { TrackRow } from '../rows.ts'
import { xOf } from '../view.ts'
import type { Box, Canvas, Scene } from './scene.ts'
import { writeLabel } from './text.ts'
import { PICTURE_HEIGHT } from './thumbnails.ts'
import { paintWave } from './waves.ts'

const HEAD = 16
/** Narrower clips are only a patch of colour. */
const NARROW = 10

/** The clips of a row that are in the window. `y` is where the row lies on the canvas. */
export function paintClips(context: Canvas, scene: Scene, row: TrackRow, y: number, clips: readonly Clip[]) {
  const { colours, desk, view } = scene
  const isSound = row.trackKind === 'audio'
  const patch: Box = { x: 0, y, width: 0, height: row.height }
  const flush = () => {
    context.fillStyle = isSound ? colours.soundHead : colours.clipHead
    if (patch.width > 0) context.fillRect(patch.x, patch.y, patch.width, patch.height)
    patch.width = 0
  }
  for (const clip of clips) {
    const isSelected = desk.selection.clips.has(clip.id)
    const box = { x: xOf(view, clip.start), y, width: Math.max(0.5, clip.duration * view.scale - 1), height: row.height }
    if (box.width >= NARROW || isSelected) {
      flush()
      paintClip(context, scene, clip, box, isSound, isSelected)
      continue
    }
    // Thousands of narrow clips side by side are one rectangle.
    if (patch.width > 0 && box.x - (patch.x + patch.width) < 1.5) patch.width = box.x + box.width - patch.x
    else {
      flush()
      Object.assign(patch, box)
    }
  }
  flush()
}

function paintClip(context: Canvas, scene: Scene, clip: Clip, box: Box, isSound: boolean, isSelected: boolean) {
  const { colours, view } = scene
  const { x, y, width, height } = box
  const left = Math.max(0, x)
  const right = Math.min(view.width, x + width)
  context.fillStyle = isSound ? colours.sound : colours.clip
  context.fillRect(left, y, right - left, height)
  context.fillStyle = isSound ? colours.soundHead : colours.clipHead
  context.fillRect(left, y, right - left, HEAD)
  if (isSound) paintWave(context, scene, clip, { ...box, y: y + HEAD, height: height - HEAD })
  else paintPicture(context, scene, clip, box)
  paintFades(context, scene, clip, box)
  if (isSound && width > 40) paintGain(context, scene, clip, box)
  const { colour } = scene.known.clip(clip)
  if (colour) {
    context.fillStyle = colour
    context.fillRect(left, y + height - 3, right - left, 3)
  }
  if (!clip.enabled) {
    context.fillStyle = colours.off
    context.fillRect(left, y, right - left, height)
  }
  if (width > 24) {
    context.fillStyle = clip.enabled ? colours.text : colours.faint
    writeLabel(context, labelOf(clip), left + 5, y + 12, right - left - 8)
  }
  context.strokeStyle = isSelected ? colours.accent : isSound ? colours.soundEdge : colours.clipEdge
  context.lineWidth = isSelected ? 2 : 1
  const inset = isSelected ? 1 : 0.5
  context.strokeRect(x + inset, y + inset, Math.max(1, width - 2 * inset), height - 2 * inset)
}

const labelOf = ({ name, speed, enabled }: Clip) => {
  const percent = Math.round((speed.num / speed.den) * 100)
  return `${enabled ? '' : '(off) '}${name}${percent === 100 ? '' : ` ${percent} %`}`
}

function paintPicture(context: Canvas, { known, thumbnails }: Scene, clip: Clip, { x, y, width }: Box) {
  const { imageUrl } = known.clip(clip)
  const picture = imageUrl && width > 16 ? thumbnails(imageUrl) : null
  if (!picture) return
  const share = Math.min(1, (width * picture.height) / (picture.width * PICTURE_HEIGHT))
  const shown = (picture.width * PICTURE_HEIGHT) / picture.height
  context.drawImage(picture, 0, 0, picture.width * share, picture.height, x, y + HEAD, shown * share, PICTURE_HEIGHT)
}

/** A fade is a dark wedge from its corner; the handle that makes it longer stands at its tip while the pointer is near. */
function paintFades(context: Canvas, { colours, desk, view }: Scene, clip: Clip, { x, y, width, height }: Box) {
  const { hit } = desk.hover ?? {}
  const isNear = hit?.kind === 'clip' && hit.clip.id === clip.id && desk.tool === 'select' && width >= 50
  const right = x + width
  for (const [corner, tip] of [[x, x + clip.fadeIn * view.scale] as const, [right, right - clip.fadeOut * view.scale] as const]) {
    if (tip !== corner) {
      context.fillStyle = colours.fade
      context.beginPath()
      context.moveTo(corner, y)
      context.lineTo(tip, y)
      context.lineTo(corner, y + height)
      context.fill()
    }
    if (!isNear) continue
    context.fillStyle = colours.text
    context.strokeStyle = colours.ground
    context.lineWidth = 1
    context.beginPath()
    context.arc(Math.min(right - 5, Math.max(x + 5, tip)), y + 6, 4, 0, 2 * Math.PI)
    context.fill()
    context.stroke()
  }
}

function paintGain(context: Canvas, { colours, view }: Scene, { gainDb }: Clip, { x, y, width, height }: Box) {
  const line = Math.round(y + gainY(gainDb, height)) + 0.5
  context.fillStyle = colours.gain
  context.globalAlpha = 0.75
  context.fillRect(Math.max(0, x), line - 0.5, Math.min(view.width, x + width) - Math.max(0, x), 1)
  context.globalAlpha = 1
}
