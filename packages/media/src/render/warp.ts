import { black, type Frame, type Plane } from './frame.ts'
import type { Window } from './motion.ts'

/**
 * A picture prepared for sampling: each number holds a sample in its low half and the sample below it in its high half,
 * so that one multiplication blends two rows (measured: 2.8 ms instead of 4.4 ms for a picture of 1280 × 720).
 */
export type Texture = { readonly width: number; readonly height: number; readonly planes: readonly PairPlane[] }
type PairPlane = { readonly width: number; readonly height: number; readonly pairs: Int32Array }

export function textureOf(frame: Frame): Texture {
  return { width: frame.width, height: frame.height, planes: frame.planes.map(pairsOf) }
}

function pairsOf({ width, height, samples }: Plane): PairPlane {
  // One more than there are samples: the last one is blended with its right neighbour at weight 0.
  const pairs = new Int32Array(width * height + 1)
  const lastRow = width * (height - 1)
  for (let at = 0; at < lastRow; at++) pairs[at] = (samples[at] as number) | ((samples[at + width] as number) << 16)
  for (let at = lastRow; at < samples.length; at++) pairs[at] = (samples[at] as number) * 0x10001
  return { width, height, pairs }
}

/**
 * Draws the part of `source` that `window` shows into `target`: position, magnification and rotation to 1/256 of a
 * pixel, so that slow moves do not jitter. At magnification 1 the whole source fits the target; outside it is black.
 */
export function drawWindow(source: Texture, window: Window, target: Frame): void {
  const fit = Math.min(target.width / source.width, target.height / source.height)
  const step = 1 / (fit * window.scale)
  const angle = (window.rotation * Math.PI) / 180
  // A window turned clockwise shows the picture turned the other way.
  const cos = Math.cos(angle) * step
  const sin = Math.sin(angle) * step
  const centre = { x: window.x * source.width, y: window.y * source.height }
  for (const [i, plane] of target.planes.entries()) {
    const from = source.planes[i] as PairPlane
    const shrink = from.width / source.width
    const middle = { x: (plane.width - 1) / 2, y: (plane.height - 1) / 2 }
    const offset = {
      x: centre.x * shrink - 0.5 - cos * middle.x + sin * middle.y,
      y: centre.y * shrink - 0.5 - sin * middle.x - cos * middle.y,
    }
    if (window.rotation === 0) sampleUpright(from, plane, step, offset, black[i] ?? 128)
    else sampleTurned(from, plane, cos, sin, offset, black[i] ?? 128)
  }
}

type Point = { readonly x: number; readonly y: number }

/** Positions are 16.16 fixed point; half a sample beyond the outermost centres still belongs to the picture. */
const one = 65536
const half = one / 2
const fixed = (value: number): number => Math.round(value * one) | 0

/** Bilinear sampling of an upright window: the columns' places and weights are the same for every row. */
function sampleUpright(source: PairPlane, target: Plane, step: number, offset: Point, outside: number): void {
  const { width, height, pairs } = source
  const out = target.samples
  const move = fixed(step)
  const lastX = (width - 1) * one - 1
  const lastY = (height - 1) * one - 1
  const startX = fixed(offset.x)
  const [begin, end] = insideRange(startX, move, lastX, target.width)
  const places = new Int32Array(target.width)
  const weights = new Int32Array(target.width)
  for (let column = begin; column < end; column++) {
    const x = Math.min(lastX, Math.max(0, startX + move * column))
    places[column] = x >> 16
    weights[column] = (x >> 8) & 255
  }
  for (let row = 0; row < target.height; row++) {
    const y = fixed(offset.y) + move * row
    const start = row * target.width
    if (y < -half || y > lastY + half) {
      out.fill(outside, start, start + target.width)
      continue
    }
    out.fill(outside, start, start + begin).fill(outside, start + end, start + target.width)
    const inY = Math.min(lastY, Math.max(0, y)) | 0
    const below = (inY >> 8) & 255
    const above = 256 - below
    const first = Math.imul(inY >> 16, width)
    for (let column = begin; column < end; column++) {
      const right = weights[column] as number
      const at = (first + (places[column] as number)) | 0
      const both = (Math.imul(pairs[at] as number, 256 - right) + Math.imul(pairs[at + 1] as number, right)) | 0
      out[start + column] = (Math.imul(both & 0xffff, above) + Math.imul(both >>> 16, below) + half) >>> 16
    }
  }
}

/** Bilinear sampling along source = (cos·x − sin·y, sin·x + cos·y) + offset. */
function sampleTurned(source: PairPlane, target: Plane, cos: number, sin: number, offset: Point, outside: number): void {
  const { width, height, pairs } = source
  const out = target.samples
  const moveX = fixed(cos)
  const moveY = fixed(sin)
  const lastX = (width - 1) * one - 1
  const lastY = (height - 1) * one - 1
  for (let row = 0; row < target.height; row++) {
    const start = row * target.width
    const startX = fixed(offset.x - sin * row)
    const startY = fixed(offset.y + cos * row)
    const [left, right] = insideRange(startX, moveX, lastX, target.width)
    const [top, bottom] = insideRange(startY, moveY, lastY, target.width)
    const begin = Math.min(target.width, Math.max(left, top))
    const end = Math.max(begin, Math.min(right, bottom))
    out.fill(outside, start, start + begin).fill(outside, start + end, start + target.width)
    let x = (startX + moveX * begin) | 0
    let y = (startY + moveY * begin) | 0
    for (let column = begin; column < end; column++) {
      const inX = x < 0 ? 0 : x > lastX ? lastX : x
      const inY = y < 0 ? 0 : y > lastY ? lastY : y
      const weight = (inX >> 8) & 255
      const below = (inY >> 8) & 255
      const at = (Math.imul(inY >> 16, width) + (inX >> 16)) | 0
      const both = (Math.imul(pairs[at] as number, 256 - weight) + Math.imul(pairs[at + 1] as number, weight)) | 0
      out[start + column] = (Math.imul(both & 0xffff, 256 - below) + Math.imul(both >>> 16, below) + half) >>> 16
      x = (x + moveX) | 0
      y = (y + moveY) | 0
    }
  }
}

/** The columns from the first inclusive to the second exclusive whose position lies in the picture. */
function insideRange(start: number, move: number, last: number, count: number): readonly [number, number] {
  const low = -half - start
  const high = last + half - start
  if (move === 0) return low <= 0 && high >= 0 ? [0, count] : [0, 0]
  const [from, to] = move > 0 ? [low / move, high / move] : [high / move, low / move]
  const begin = Math.min(count, Math.max(0, Math.ceil(from)))
  return [begin, Math.max(begin, Math.min(count, Math.floor(to) + 1))]
}
