import type { Matrix } from '../probe/matrix.ts'
import { filter, type Filter, type FilterChain } from '../sandbox/graph.ts'

/**
 * How a picture of another shape fills the canvas: whole between black bars, cut to its shape, or whole before its own
 * blurred and cut likeness.
 */
export type Fitting = 'bars' | 'fill' | 'blurred'

type Size = { readonly width: number; readonly height: number }

/** The background is blurred at this fraction of its size, by so many of those small points. */
export const backgroundFraction = 1 / 8
export const backgroundBlur = 4

const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2)

/** Size of the background before it is enlarged. */
export function backgroundSize({ width, height }: Size): Size {
  return { width: even(width * backgroundFraction), height: even(height * backgroundFraction) }
}

type Way = {
  readonly from: string
  readonly before: readonly Filter[]
  readonly after: readonly Filter[]
  readonly to: string
  /** What the pictures are read with, where they do not say it. */
  readonly matrix: Matrix | null
}

/** Filters from `from` to `to`: those before, the fitting of a picture of any shape and pixel shape in BT.709, those after. */
export function fittingChains(size: Size, fitting: Fitting, { from, before, after, to, matrix }: Way): readonly FilterChain[] {
  const square = filter('setsar', { sar: 1 })
  const { width, height } = size
  if (fitting === 'fill') return [{ from: [from], filters: [...before, ...covering(size, matrix), square, ...after], to: [to] }]
  if (fitting === 'bars') {
    const pad = filter('pad', { w: width, h: height, x: '2*floor((ow-iw)/4)', y: '2*floor((oh-ih)/4)' })
    return [{ from: [from], filters: [...before, ...inside(size, matrix), pad, square, ...after], to: [to] }]
  }
  const [near, far, front, back] = [`${to}near`, `${to}far`, `${to}front`, `${to}back`]
  const blurred = [
    ...covering(backgroundSize(size), matrix),
    square,
    // Chroma of full size, or it would be blurred twice as far.
    filter('format', { pix_fmts: 'yuv444p' }),
    filter('gblur', { sigma: backgroundBlur }),
    filter('scale', { w: width, h: height, flags: 'bicubic' }),
    filter('format', { pix_fmts: 'yuv420p' }),
  ]
  const overlay = filter('overlay', { x: '2*floor((W-w)/4)', y: '2*floor((H-h)/4)', format: 'yuv420' })
  return [
    { from: [from], filters: [...before, filter('split')], to: [near, far] },
    { from: [far], filters: blurred, to: [back] },
    { from: [near], filters: [...inside(size, matrix), square], to: [front] },
    { from: [back, front], filters: [overlay, square, ...after], to: [to] },
  ]
}

/** The largest size of the picture's shape within the canvas. `dar` is its shape as displayed. */
function inside({ width, height }: Size, matrix: Matrix | null): readonly Filter[] {
  return scaled(matrix, `min(${width},2*round(${height}*dar/2))`, `min(${height},2*round(${width}/dar/2))`)
}

/** The smallest size of the picture's shape around the canvas, cut to it from the middle. */
function covering({ width, height }: Size, matrix: Matrix | null): readonly Filter[] {
  const whole = scaled(matrix, `max(${width},2*round(${height}*dar/2))`, `max(${height},2*round(${width}/dar/2))`)
  return [...whole, filter('crop', { w: width, h: height })]
}

function scaled(matrix: Matrix | null, w: string, h: string): readonly Filter[] {
  return [
    filter('scale', {
      w,
      h,
      flags: 'bicubic',
      in_color_matrix: matrix ?? 'auto',
      out_color_matrix: 'bt709',
      out_range: 'tv',
    }),
    filter('format', { pix_fmts: 'yuv420p' }),
  ]
}
