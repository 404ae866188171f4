import { hex, mix, type Rgb } from '../hand/colour.ts'
import { type Point, curve, outline, polygon } from '../hand/line.ts'
import { fill, inked, line } from '../hand/mark.ts'
import type { Light } from '../view/light.ts'
import { tinted } from '../view/light.ts'

/** Draws in the units of a figure or thing; how those fall on the picture is its own business. */
export type Easel = {
  /** Own units to pixels. */
  readonly plot: (x: number, y: number) => Point
  readonly light: Light
  /** Pixels. */
  readonly pen: number
  /** 0…1: how much of it the distance has taken. */
  readonly haze: number
  /** -1 when the drawing is mirrored, so that light still falls from its own side. */
  readonly facing: -1 | 1
}

type Spots = readonly (readonly [x: number, y: number])[]

/** A colour as this light and distance show it. `value` 0.5 is the colour itself. */
export function paint(easel: Easel, colour: Rgb, value = 0.5): string {
  return hex(tinted(easel.light, colour, value, easel.haze))
}

export const points = (easel: Easel, spots: Spots): Point[] => spots.map(([x, y]) => easel.plot(x, y))

/** The contour fades with the distance like everything else. */
const contour = (easel: Easel) => hex(mix(mix(easel.light.dark, [0, 0, 0], 0.3), easel.light.haze, easel.haze))

/** A rounded shape with its contour. */
export function round(easel: Easel, spots: Spots, colour: Rgb, value = 0.5, weight = 1): string {
  return inked(outline(points(easel, spots)), paint(easel, colour, value), contour(easel), easel.pen * weight)
}

/** An angular shape with its contour. */
export function angular(easel: Easel, spots: Spots, colour: Rgb, value = 0.5, weight = 1): string {
  return inked(polygon(points(easel, spots)), paint(easel, colour, value), contour(easel), easel.pen * weight)
}

/** A rounded shape without contour; below full opacity it is a wash over what lies under it. */
export function wash(easel: Easel, spots: Spots, colour: Rgb, value = 0.5, opacity = 1): string {
  return fill(outline(points(easel, spots)), paint(easel, colour, value), opacity)
}

/** Shadow laid over a form. */
export function shadow(easel: Easel, spots: Spots, opacity = 0.28): string {
  return fill(outline(points(easel, spots)), hex(easel.light.dark), opacity * (1 - easel.haze))
}

export function stroke(easel: Easel, spots: Spots, weight = 1, opacity = 1): string {
  return line(curve(points(easel, spots)), contour(easel), easel.pen * weight, opacity)
}

/** A tapering limb through joints, each with its half width. */
export function limb(joints: readonly (readonly [x: number, y: number, half: number])[]): [number, number][] {
  const there: [number, number][] = []
  const back: [number, number][] = []
  joints.forEach(([x, y, half], index) => {
    const before = joints[Math.max(index - 1, 0)] ?? [x, y, half]
    const after = joints[Math.min(index + 1, joints.length - 1)] ?? [x, y, half]
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1
    const [nx, ny] = [-(after[1] - before[1]) / length, (after[0] - before[0]) / length]
    there.push([x + nx * half, y + ny * half])
    back.unshift([x - nx * half, y - ny * half])
  })
  return [...there, ...back]
}
