import { type Clip, seconds, type Timeline } from '@storycanvas/timeline'
import type { Wave } from '../../../../api/peaks.ts'
import type { Box, Canvas, Scene } from './scene.ts'

/** The shape of a clip's sound where it is known; asked for when first drawn. */
export type Waves = (clip: Clip) => Wave | null

/** The wave of a clip from the middle of its box, as loud as its gain makes it; only where it is in the window. */
export function paintWave(context: Canvas, scene: Scene, clip: Clip, { x, y, width, height }: Box) {
  const wave = scene.waves(clip)
  if (!wave) return
  const from = Math.max(0, Math.floor(x))
  const to = Math.min(scene.view.width, Math.ceil(x + width))
  const level = 10 ** (clip.gainDb / 20) / 255
  const at = peaksAlong(scene.timeline, clip, wave, scene.view.scale)
  const middle = y + height / 2
  const heights: number[] = []
  for (let column = from; column <= to; column++)
    heights.push(Math.max(0.5, Math.min(1, wave.loudest(at(column - x), at(column + 1 - x)) * level) * (height / 2)))
  context.beginPath()
  context.moveTo(from, middle)
  for (const [column, tall] of heights.entries()) context.lineTo(from + column, middle - tall)
  for (let column = heights.length - 1; column >= 0; column--) context.lineTo(from + column, middle + (heights[column] ?? 0))
  context.fillStyle = scene.colours.wave
  context.fill()
}

/** Which peak of the source lies so many pixels into the clip. */
function peaksAlong({ media, rate }: Timeline, clip: Clip, { peaksPerSecond }: Wave, scale: number) {
  const own = media[clip.mediaId]
  const first = own && own.kind !== 'image' ? seconds(clip.sourceIn, own.rate) : 0
  const perPixel = ((clip.speed.num / clip.speed.den) * seconds(1, rate)) / scale
  return (pixels: number) => (first + pixels * perPixel) * peaksPerSecond
}
