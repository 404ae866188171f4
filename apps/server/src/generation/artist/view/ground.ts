import { hex, mix } from '../hand/colour.ts'
import { ellipse, outline, type Point } from '../hand/line.ts'
import { fill } from '../hand/mark.ts'
import { type Place, project, projectShape } from './camera.ts'
import type { Piece, Stage } from './stage.ts'
import { type Surface, sheet } from './solid.ts'

/** What lies under everything else: nothing is farther. */
export const FAR = 10000

/** The ground to the horizon in bands, so that it fades as it recedes. */
export function openGround(stage: Stage, surface: Surface): Piece {
  const edges = [-14, 5, 11, 22, 48, 120, 900]
  const bands = edges.slice(1).map((far, index) => {
    const near = (edges[index] ?? 0) - 0.8
    const reach = far > 100 ? 2500 : 160
    return sheet(
      stage,
      [
        [-reach, 0, far],
        [reach, 0, far],
        [reach, 0, near],
        [-reach, 0, near],
      ],
      { ...surface, contour: 'bare' },
    )
  })
  return { distance: FAR - 100, marks: bands.reverse().join('') }
}

/** A flat patch on the ground: a road, a rug, a pool of light. */
export function patch(
  stage: Stage,
  corners: readonly (readonly [x: number, z: number])[],
  surface: Surface,
  height = 0.005,
): Piece {
  return {
    distance: FAR - 200 - height * 100,
    marks: sheet(
      stage,
      corners.map(([x, z]): Place => [x, height, z]),
      surface,
    ),
  }
}

/** The soft shadow that ties a thing to the ground, drawn away from the light. */
export function castShadow(stage: Stage, at: Place, radius: number, tallness: number): Piece {
  const { light, camera } = stage
  const reach = tallness * (0.25 + light.slant * 0.9)
  const lead = -light.side * reach
  const round = ellipse([0, 0], 1, 1, 10).map(([x, z]): Place => {
    const stretch = x * -light.side > 0 ? 1 : 0
    return [
      at[0] + x * radius + stretch * lead * Math.abs(x),
      at[1] + 0.01,
      at[2] + z * radius * 0.7 + stretch * reach * 0.25 * Math.abs(x),
    ]
  })
  const points: Point[] = projectShape(camera, round)
  const colour = hex(mix(light.dark, light.haze, 0.1))
  return { distance: FAR - 300, marks: points.length < 3 ? '' : fill(outline(points), colour, light.isDark ? 0.45 : 0.3) }
}

/** The line where the ground meets the sky, in pixels from the top; `undefined` when it is out of the picture. */
export function horizonOf(stage: Stage): number | undefined {
  const { camera } = stage
  const far: Place = [camera.eye[0] + camera.forward[0] * 5000, 0, camera.eye[2] + camera.forward[2] * 5000]
  const [, y] = project(camera, far)
  return y > -camera.height && y < camera.height * 2 ? y : undefined
}
