import { hex, type Rgb } from '../hand/colour.ts'
import { handRuled, polygon } from '../hand/line.ts'
import { fill, inked } from '../hand/mark.ts'
import { depthOf, facesCamera, type Place, projectShape } from './camera.ts'
import { tinted, tone } from './light.ts'
import { hazeAt, type Piece, penWidth, type Stage } from './stage.ts'

/** How a surface is coloured: a marker value, or a local colour with a value. */
export type Surface = {
  readonly value: number
  readonly colour?: Rgb
  readonly contour?: 'inked' | 'bare'
  readonly opacity?: number
}

export function centreOf(corners: readonly Place[]): Place {
  const sum: [number, number, number] = [0, 0, 0]
  for (const [x, y, z] of corners) {
    sum[0] += x
    sum[1] += y
    sum[2] += z
  }
  return [sum[0] / corners.length, sum[1] / corners.length, sum[2] / corners.length]
}

/** The marker colour of a surface at a place. */
export function shadeAt(stage: Stage, place: Place, surface: Surface): string {
  const haze = hazeAt(stage, place)
  return hex(
    surface.colour === undefined
      ? tone(stage.light, surface.value, haze)
      : tinted(stage.light, surface.colour, surface.value, haze),
  )
}

/** A flat surface seen from either side. Corners in metres. */
export function sheet(stage: Stage, corners: readonly Place[], surface: Surface): string {
  const points = projectShape(stage.camera, corners)
  if (points.length < 3) return ''
  const centre = centreOf(corners)
  const path = polygon(handRuled(points, stage.hand, stage.pen * 1.3))
  const colour = shadeAt(stage, centre, surface)
  if (surface.contour === 'bare' || surface.opacity !== undefined) return fill(path, colour, surface.opacity)
  const fade = Math.max(0.85 - hazeAt(stage, centre) * 0.9 - stage.softness * 0.35, 0.12)
  return inked(path, colour, stage.light.ink, penWidth(stage, centre) * 0.7, fade)
}

/** A flat surface that only exists from its front, where the corners run clockwise. */
export function face(stage: Stage, corners: readonly Place[], surface: Surface): string {
  return facesCamera(stage.camera, corners) ? sheet(stage, corners, surface) : ''
}

export type Box = {
  /** Middle of the base. */
  readonly at: Place
  readonly width: number
  readonly height: number
  readonly depth: number
  /** Radians about the vertical. */
  readonly turn?: number
  readonly surface: Surface
}

const shaded = (surface: Surface, change: number): Surface => ({
  ...surface,
  value: Math.min(Math.max(surface.value + change, 0.02), 0.98),
})

/** Places on a turned base: `x` and `z` from its middle, `y` above it. */
export function turned(at: Place, turn: number, x: number, y: number, z: number): Place {
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
  return [at[0] + x * cos + z * sin, at[1] + y, at[2] - x * sin + z * cos]
}

/** A box whose sides take the light: bright top, light side, dark side. */
export function box(stage: Stage, { at, width, height, depth, turn = 0, surface }: Box): Piece {
  const corner = (x: number, y: number, z: number) => turned(at, turn, (x * width) / 2, y * height, (z * depth) / 2)
  const [a, b, c, d] = [corner(-1, 1, -1), corner(1, 1, -1), corner(1, 0, -1), corner(-1, 0, -1)]
  const [e, f, g, h] = [corner(-1, 1, 1), corner(1, 1, 1), corner(1, 0, 1), corner(-1, 0, 1)]
  const side = stage.light.side
  const marks = [
    face(stage, [f, e, h, g], shaded(surface, -0.08)),
    face(stage, [d, c, g, h], shaded(surface, -0.25)),
    face(stage, [e, a, d, h], shaded(surface, side < 0 ? 0.05 : -0.16)),
    face(stage, [b, f, g, c], shaded(surface, side > 0 ? 0.05 : -0.16)),
    face(stage, [a, b, c, d], surface),
    face(stage, [e, f, b, a], shaded(surface, 0.13)),
  ]
  return { distance: depthOf(stage.camera, [at[0], at[1] + height / 2, at[2]]), marks: marks.join('') }
}

/** Several solids that belong together, kept in their order from the lens. */
export function together(pieces: readonly Piece[]): Piece {
  const sorted = [...pieces].sort((a, b) => b.distance - a.distance)
  return { distance: sorted.at(Math.floor(sorted.length / 2))?.distance ?? 0, marks: sorted.map(piece => piece.marks).join('') }
}
