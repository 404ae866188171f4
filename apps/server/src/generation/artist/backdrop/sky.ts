import { hex, mix } from '../hand/colour.ts'
import { ellipse, outline, type Point, polygon } from '../hand/line.ts'
import { fill } from '../hand/mark.ts'
import { FAR, horizonOf } from '../view/ground.ts'
import type { Piece, Stage } from '../view/stage.ts'

/** A soft pool of light on the picture; the gradient is defined once for each picture. */
export function glow([x, y]: Point, radius: number, strength: number): string {
  return `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${radius.toFixed(0)}" fill="url(#glow)" fill-opacity="${strength.toFixed(2)}"/>`
}

/** Sky over the whole picture, with sun or moon on the side of the key light. */
export function sky(stage: Stage): Piece {
  const { camera, light, chance } = stage
  const horizon = horizonOf(stage) ?? camera.height
  const marks = [`<rect width="${camera.width}" height="${camera.height}" fill="url(#sky)"/>`]
  const discAt: Point = [
    camera.width * (0.5 + light.side * chance.between(0.2, 0.36)),
    horizon - camera.height * (0.62 - light.slant * 0.42),
  ]
  if (light.slant > 0.45) {
    const radius = camera.height * (light.isDark ? 0.045 : 0.06)
    marks.push(
      glow(discAt, radius * 6, light.isDark ? 0.35 : 0.8),
      fill(outline(ellipse(discAt, radius, radius, 12)), hex(light.glow), 0.9),
    )
  }
  const clouds = Math.round(chance.between(2, 5))
  for (let count = 0; count < clouds; count++) marks.push(cloud(stage, horizon))
  return { distance: FAR, marks: marks.join('') }
}

function cloud(stage: Stage, horizon: number): string {
  const { camera, light, chance } = stage
  const [x, y] = [chance.between(-0.1, 1.1) * camera.width, horizon - camera.height * chance.between(0.12, 0.7)]
  const length = camera.width * chance.between(0.12, 0.34)
  const thick = length * chance.between(0.1, 0.2)
  const colour = light.isDark ? mix(light.sky[1], light.dark, 0.35) : mix(light.sky[1], [255, 255, 255], 0.55)
  const top: Point[] = [-0.5, -0.32, -0.12, 0.08, 0.28, 0.5].map((part, index) => [
    x + part * length,
    y - (index === 0 || index === 5 ? 0 : thick * chance.between(0.5, 1)),
  ])
  return fill(outline([...top, [x + length * 0.3, y + thick * 0.15], [x - length * 0.3, y + thick * 0.12]]), hex(colour), 0.55)
}

/** Waved ridges on the horizon: hills, skyline woods, dunes. `rise` as a share of the picture's height. */
export function ridge(stage: Stage, rise: number, value: number, roughness = 0.5): Piece {
  const { camera, light, chance } = stage
  const horizon = horizonOf(stage)
  if (horizon === undefined) return { distance: FAR - 10, marks: '' }
  const peaks: Point[] = []
  const steps = roughness > 0.7 ? 15 : 9
  for (let step = 0; step <= steps; step++) {
    const lift =
      rise * camera.height * (1 - roughness + roughness * chance.next() * 2) * (roughness > 0.7 && step % 2 === 0 ? 0.62 : 1)
    peaks.push([-0.2 * camera.width + (step / steps) * camera.width * 1.4, horizon - lift])
  }
  const base = horizon + camera.height * 0.02
  const closed: Point[] = [
    ...peaks,
    [camera.width * 1.3, base],
    [camera.width * 1.3, base],
    [-camera.width * 0.3, base],
    [-camera.width * 0.3, base],
  ]
  const colour = mix(mix(light.dark, light.bright, value), light.haze, 0.55)
  const [sin, cos] = [Math.sin(camera.roll), Math.cos(camera.roll)]
  const [middleX, middleY] = [camera.width / 2, horizon]
  const rolled = closed.map(
    ([x, y]): Point => [middleX + (x - middleX) * cos - (y - middleY) * sin, middleY + (x - middleX) * sin + (y - middleY) * cos],
  )
  return { distance: FAR - 10 - rise, marks: fill(roughness > 0.7 ? polygon(rolled) : outline(rolled), hex(colour)) }
}
