import { nearestOnGrid } from '../graph/step.ts'
import type { ParameterProblem, Preset } from './preset.ts'

export type FrameSize = { readonly width: number; readonly height: number }

/** What is wrong with a size, each with the nearest right value. */
export function checkSize({ name, size }: Preset, { width, height }: FrameSize): readonly ParameterProblem[] {
  const grid = { step: size.multiple, offset: 0, min: size.min, max: size.max }
  const sides = Object.entries({ width, height }).flatMap(([field, value]) => {
    const nearest = nearestOnGrid(value, grid)
    if (nearest === value) return []
    const rule = `a multiple of ${size.multiple} from ${nearestOnGrid(size.min, grid)} to ${nearestOnGrid(size.max, grid)}`
    return [{ field, message: `${name} takes ${rule}, not ${value}; the nearest is ${nearest}.`, nearest }]
  })
  if (sides.length > 0 || width * height <= size.maxPixels) return sides
  const fitting = fitSize({ width, height }, size.maxPixels, size.multiple)
  const message = `${name} makes ${size.maxPixels} pixels at most, not ${width * height}; the nearest is ${fitting.width} × ${fitting.height}.`
  return [
    { field: 'width', message, nearest: fitting.width },
    { field: 'height', message, nearest: fitting.height },
  ]
}

/** The largest size of about the same shape with no more than so many pixels, and sides that are multiples. */
function fitSize({ width, height }: FrameSize, maxPixels: number, multiple: number): FrameSize {
  const scale = Math.sqrt(maxPixels / (width * height))
  const floor = (side: number) => Math.max(multiple, Math.floor((side * scale) / multiple) * multiple)
  return { width: floor(width), height: floor(height) }
}

/** The size nearest to a shape that the preset makes well: as many pixels as its default. */
export function sizeForAspect({ size }: Preset, aspect: number): FrameSize {
  const pixels = Math.min(size.default.width * size.default.height, size.maxPixels)
  const grid = { step: size.multiple, offset: 0, min: size.min, max: size.max }
  const height = nearestOnGrid(Math.sqrt(pixels / aspect), grid)
  const width = nearestOnGrid(height * aspect, grid)
  return width * height <= size.maxPixels ? { width, height } : fitSize({ width, height }, size.maxPixels, size.multiple)
}
