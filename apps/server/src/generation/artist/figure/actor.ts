import { hex } from '../hand/colour.ts'
import { ellipse, outline, type Point } from '../hand/line.ts'
import { fill } from '../hand/mark.ts'
import { along, depthOf, type Place, pixelsPerMetre, project } from '../view/camera.ts'
import { castShadow } from '../view/ground.ts'
import { hazeAt, type Piece, penWidth, type Stage } from '../view/stage.ts'
import { drawBody } from './body.ts'
import { type Easel, paint } from './easel.ts'
import type { Expression } from './expression.ts'
import type { HeadView } from './face.ts'
import { drawHairBehind } from './hair.ts'
import { drawHead, HEAD } from './head.ts'
import type { Look } from './look.ts'
import type { Pose } from './pose.ts'

/** A character as placed on the set. */
export type Actor = {
  readonly at: Place
  readonly look: Look
  readonly pose: Pose
  /** Where they look on the picture: -1 left, 1 right. */
  readonly facing: -1 | 1
  readonly head: HeadView
  readonly expression: Expression
}

/** The height of the eyes of a figure 1.75 m tall. */
const MODEL_HEIGHT = 1.75
const HEAD_MIDDLE = 1.625

/** Metres above the ground of the middle of the head. */
export function headHeight(actor: Pick<Actor, 'look' | 'pose'>): number {
  return (HEAD_MIDDLE - actor.pose.drop) * (actor.look.height / MODEL_HEIGHT)
}

/** The figure on an upright plane that faces the lens, with its shadow on the ground. */
export function drawActor(stage: Stage, actor: Actor, shade = 0): Piece[] {
  const { camera, light } = stage
  const { at, look, pose, facing } = actor
  const scale = look.height / MODEL_HEIGHT
  const middle: Place = [at[0], at[1] + headHeight(actor), at[2]]
  if (depthOf(camera, middle) < 0.3) return []
  const easel: Easel = {
    plot: (x, y) => {
      const beside = along(at, camera.right, x * facing * scale)
      return project(camera, [beside[0], beside[1] + y * scale, beside[2]])
    },
    light: shade > 0 ? { ...light, haze: light.dark } : light,
    pen: penWidth(stage, middle),
    haze: shade > 0 ? shade : hazeAt(stage, middle) * 0.8,
    facing,
  }
  // A child's head is larger for its body.
  const head = HEAD * (look.age === 'child' ? 1.3 : 1.06)
  const lean = (pose.lean * (HEAD_MIDDLE - pose.drop - 0.5)) / 0.9
  const offset = actor.head === 'front' || actor.head === 'back' ? -0.005 : 0.015
  const tilt = -Math.asin(Math.max(-1, Math.min(1, camera.forward[1])))
  const onHead: Easel = {
    ...easel,
    // Seen from above a face slides down and shortens, from below it slides up: the eye reads the angle from that.
    plot: (x, y) =>
      easel.plot(
        lean + offset + x * head,
        HEAD_MIDDLE - pose.drop + (look.age === 'child' ? 0.03 : 0) + (y / Math.max(Math.cos(tilt), 0.7)) * head,
      ),
  }
  const body = drawBody(easel, look, pose, actor.head === 'back' ? 'away' : 'towards')
  const detail = pixelsPerMetre(camera, middle) * head * scale
  const marks =
    drawHairBehind(onHead, look, actor.head) +
    body.under +
    drawHead(onHead, look, actor.head, actor.expression, detail) +
    body.over
  return [castShadow(stage, at, 0.34 * look.breadth, 1.5), { distance: depthOf(camera, middle), marks }]
}

/** The figure from straight above: shoulders, arms and the top of a head, with a long shadow that tells its height. */
export function drawActorFromAbove(stage: Stage, actor: Actor): Piece[] {
  const { camera, light } = stage
  const { at, look, facing } = actor
  const scale = look.height / MODEL_HEIGHT
  const easel = (height: number): Easel => ({
    plot: (x, y) =>
      project(camera, [
        at[0] + (x * 0.9 + y * 0.44) * facing * scale,
        at[1] + height * scale,
        at[2] + (y * -0.9 + x * 0.44) * scale,
      ]),
    light,
    pen: penWidth(stage, at),
    haze: 0,
    facing,
  })
  const oval = (height: number, x: number, y: number, rx: number, ry: number) =>
    ellipse([x, y], rx, ry, 12).map(([px, py]): Point => easel(height).plot(px, py))
  const laid = (height: number, x: number, y: number, rx: number, ry: number, colour: Look['colour'], value: number) => {
    const easelThere = easel(height)
    return `<path d="${outline(oval(height, x, y, rx, ry))}" fill="${paint(easelThere, colour, value)}" stroke="${light.ink}" stroke-width="${(easelThere.pen * 0.9).toFixed(1)}"/>`
  }
  const b = look.breadth
  const trousers: Look['colour'] = [66, 65, 66]
  const shadowSpots = [
    [-0.2, 0],
    [0.2, 0],
    [0.3 - light.side * 1.1, -1.3],
    [-0.1 - light.side * 1.1, -1.4],
  ] as const
  const shadowShape = shadowSpots.map(([x, z]): Point => project(camera, [at[0] + x, 0.01, at[2] - z * 0.8]))
  const top = look.hat === 'none' || look.hat === 'hood' ? look.hairColour : look.colour
  const brim = look.hat === 'fedora' ? 0.2 : look.hat === 'cowboy' ? 0.25 : 0
  const marks = [
    fill(outline(shadowShape), hex(light.dark), 0.34),
    laid(0.06, -0.11, 0.16, 0.05, 0.13, [48, 44, 42], 0.45),
    laid(0.06, 0.12, 0.08, 0.05, 0.13, [48, 44, 42], 0.45),
    laid(0.85, 0, 0.02, 0.17 * b, 0.15, look.garment === 'dress' || look.garment === 'coat' ? look.colour : trousers, 0.4),
    laid(1.02, -0.24 * b, 0.2, 0.05, 0.05, look.skin, 0.5),
    laid(1.02, 0.24 * b, 0.22, 0.05, 0.05, look.skin, 0.5),
    laid(1.2, -0.24 * b, 0.08, 0.066, 0.16, look.colour, 0.42),
    laid(1.2, 0.24 * b, 0.09, 0.066, 0.16, look.colour, 0.42),
    laid(1.4, 0, 0, 0.25 * b, 0.135, look.colour, 0.52),
    laid(1.62, 0.0, 0.135, 0.03, 0.04, look.skin, 0.52),
    brim > 0 ? laid(1.68, 0, 0.03, brim, brim * 1.08, look.colour, 0.4) : laid(1.62, 0, 0.04, 0.088, 0.12, look.skin, 0.5),
    laid(
      1.74,
      0,
      0.005,
      look.hair === 'curls' ? 0.13 : 0.096,
      look.hair === 'curls' ? 0.13 : 0.11,
      look.hair === 'bald' && look.hat === 'none' ? look.skin : top,
      0.46,
    ),
    look.hair === 'bun' || look.hair === 'ponytail' ? laid(1.7, 0, -0.13, 0.045, 0.06, look.hairColour, 0.4) : '',
  ]
  return [{ distance: depthOf(camera, [at[0], 1.2, at[2]]), marks: marks.join('') }]
}
