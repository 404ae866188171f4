import { hex } from '../hand/colour.ts'
import { curve, ellipse, outline, type Point, polygon } from '../hand/line.ts'
import { fill, line } from '../hand/mark.ts'
import { along, depthOf, type Place, pixelsPerMetre, project } from '../view/camera.ts'
import { tone } from '../view/light.ts'
import { hazeAt, type Piece, type Stage } from '../view/stage.ts'

/** Plots metres beside and above a base onto the picture, on a plane that faces the lens. */
export function uprightPlot(stage: Stage, base: Place): (across: number, up: number) => Point {
  const { camera } = stage
  const fromAbove = camera.forward[1] < -0.85
  return (across, up) => {
    const beside = along(base, camera.right, across)
    // From overhead an upright plane is a line: what stands is spread a little away from the lens instead.
    return project(
      camera,
      fromAbove
        ? along([beside[0], beside[1] + up * 0.8, beside[2]], camera.up, up * 0.25)
        : [beside[0], beside[1] + up, beside[2]],
    )
  }
}

/** False for what stands so near the lens that it would only smear over the picture. */
function isBeyondLens(stage: Stage, at: Place): boolean {
  return depthOf(stage.camera, [at[0], stage.camera.eye[1], at[2]]) > 0.8 || stage.camera.forward[1] < -0.85
}

function leafMass(stage: Stage, middle: Point, radius: number): Point[] {
  return ellipse(middle, radius, radius * 0.85, 9).map(([x, y]): Point => {
    const reach = stage.hand.between(0.82, 1.16)
    return [middle[0] + (x - middle[0]) * reach, middle[1] + (y - middle[1]) * reach]
  })
}

/** A broad-leaved tree, `height` metres tall. */
export function tree(stage: Stage, at: Place, height: number, value = 0.27): Piece {
  const distance = depthOf(stage.camera, at)
  if (!isBeyondLens(stage, at)) return { distance, marks: '' }
  const { hand: chance, light } = stage
  const plot = uprightPlot(stage, at)
  const scale = pixelsPerMetre(stage.camera, at)
  const haze = hazeAt(stage, at)
  const colour = (shade: number) => hex(tone(light, shade, haze))
  const girth = height * 0.035
  const lean = chance.between(-0.06, 0.06) * height
  const trunk = [
    plot(-girth * 1.5, 0),
    plot(-girth, height * 0.3),
    plot(lean - girth * 0.5, height * 0.65),
    plot(lean + girth * 0.5, height * 0.65),
    plot(girth, height * 0.3),
    plot(girth * 1.6, 0),
  ]
  const crown = (across: number, up: number, radius: number, shade: number) =>
    fill(outline(leafMass(stage, plot(lean + across * height, up * height), radius * height * scale)), colour(shade))
  const marks = [
    fill(polygon(trunk), colour(value * 0.6)),
    crown(-0.17, 0.62, 0.19, value * 0.75),
    crown(0.17, 0.66, 0.2, value * 0.8),
    crown(0, 0.8, 0.22, value),
    crown(light.side * 0.1, 0.86, 0.12, value + 0.13),
    crown(light.side * 0.17, 0.69, 0.08, value + 0.1),
  ]
  return { distance, marks: marks.join('') }
}

/** A bare straight trunk that leaves the top of the picture: woods from the inside. */
export function trunk(stage: Stage, at: Place, girth: number, value: number): Piece {
  const distance = depthOf(stage.camera, at)
  if (!isBeyondLens(stage, at)) return { distance, marks: '' }
  const { hand: chance, light } = stage
  const plot = uprightPlot(stage, at)
  const haze = hazeAt(stage, at)
  const lean = chance.between(-0.25, 0.25)
  const shape = [
    plot(-girth * 1.7, 0),
    plot(-girth, 0.5),
    plot(lean - girth * 0.8, 3.5),
    plot(lean * 2 - girth * 0.6, 9),
    plot(lean * 2 + girth * 0.6, 9),
    plot(lean + girth * 0.8, 3.5),
    plot(girth, 0.5),
    plot(girth * 1.8, 0),
  ]
  const edge = light.side * 0.55
  const lit = [plot(girth * edge, 0.2), plot(lean + girth * edge, 3.5), plot(lean * 2 + girth * edge, 9)]
  const branch = (up: number, way: number) =>
    curve([plot(lean * (up / 3.5), up), plot(way * 0.7, up + 0.6), plot(way * 1.6, up + 0.9)])
  const colour = hex(tone(light, value, haze))
  const scale = pixelsPerMetre(stage.camera, at)
  return {
    distance,
    marks: [
      line(branch(chance.between(2.2, 3.2), chance.sign()), colour, girth * scale * 0.5),
      fill(outline(shape), colour),
      line(curve(lit), hex(tone(light, value + 0.2, haze)), girth * scale * 0.45, 0.6),
    ].join(''),
  }
}

/** A conifer, `height` metres tall. */
export function conifer(stage: Stage, at: Place, height: number, value = 0.28): Piece {
  const distance = depthOf(stage.camera, at)
  if (!isBeyondLens(stage, at)) return { distance, marks: '' }
  const plot = uprightPlot(stage, at)
  const haze = hazeAt(stage, at)
  const edge: Point[] = []
  const other: Point[] = []
  for (let level = 0; level < 5; level++) {
    const up = height * (0.12 + level * 0.17)
    const reach = height * 0.22 * (1 - level * 0.18)
    edge.push(plot(-reach * stage.hand.between(0.85, 1.1), up), plot(-reach * 0.5, up + height * 0.1))
    other.unshift(plot(reach * 0.5, up + height * 0.1), plot(reach * stage.hand.between(0.85, 1.1), up))
  }
  const stem = [
    plot(-height * 0.02, 0),
    plot(-height * 0.02, height * 0.2),
    plot(height * 0.02, height * 0.2),
    plot(height * 0.02, 0),
  ]
  const colour = hex(tone(stage.light, value, haze))
  return { distance, marks: fill(polygon(stem), colour) + fill(polygon([...edge, plot(0, height), ...other]), colour) }
}

/** Tufts of grass or scrub. */
export function tuft(stage: Stage, at: Place, height: number, value: number): Piece {
  const distance = depthOf(stage.camera, at)
  if (!isBeyondLens(stage, at)) return { distance, marks: '' }
  const plot = uprightPlot(stage, at)
  const colour = hex(tone(stage.light, value, hazeAt(stage, at)))
  const blades: Point[] = []
  for (let blade = 0; blade < 5; blade++) {
    const foot = (blade - 2) * height * 0.22
    blades.push(
      plot(foot - height * 0.08, 0),
      plot(foot * 1.5 + stage.hand.between(-0.2, 0.2) * height, height * stage.hand.between(0.6, 1)),
    )
  }
  return { distance, marks: fill(polygon([...blades, plot(height * 0.5, 0)]), colour) }
}

/** Dark leaves hanging into the picture before the lens: they give the eye something to look past. */
export function foregroundLeaves(stage: Stage): Piece {
  const { camera, hand: chance, light } = stage
  const side = chance.sign()
  const edge = side < 0 ? 0 : camera.width
  const colour = hex(tone(light, 0.1, 0))
  let marks = ''
  for (let leaf = 0; leaf < 9; leaf++) {
    const from: Point = [edge - side * chance.between(-0.02, 0.13) * camera.width, chance.between(-0.04, 0.22) * camera.height]
    const turn = Math.PI / 2 + side * chance.between(-0.2, 0.9)
    const length = camera.height * chance.between(0.09, 0.16)
    const tip: Point = [from[0] + Math.cos(turn) * length, from[1] + Math.sin(turn) * length]
    const bulge: Point = [-Math.sin(turn) * length * 0.2, Math.cos(turn) * length * 0.2]
    const middle: Point = [(from[0] + tip[0]) / 2, (from[1] + tip[1]) / 2]
    marks += fill(
      outline([from, from, [middle[0] + bulge[0], middle[1] + bulge[1]], tip, tip, [middle[0] - bulge[0], middle[1] - bulge[1]]]),
      colour,
      0.92,
    )
  }
  return { distance: 0.3, marks }
}
