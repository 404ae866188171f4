import type { CameraAngle } from '@storycanvas/api'
import { type Easel, limb, round } from '../figure/easel.ts'
import type { Look } from '../figure/look.ts'
import { lettered } from '../annotation/lettering.ts'
import { glow } from '../backdrop/sky.ts'
import type { Prop } from '../prop/kind.ts'
import { escaped } from '../hand/mark.ts'
import { along, aim, type Camera, pixelsPerMetre, type Place, project } from '../view/camera.ts'
import { sheet } from '../view/solid.ts'
import type { Piece, Stage } from '../view/stage.ts'

const DEGREE = Math.PI / 180
/** Metres: small things lie on a table. */
const TABLE = 0.75

const surfaceUnder = (prop: Prop) => (prop.rests === 'on-the-floor' ? 0 : TABLE)

/** Degrees that the lens looks down on what lies, and on what stands. */
const DOWN: Readonly<Record<'lying' | 'standing', Readonly<Record<CameraAngle, number>>>> = {
  lying: { 'eye-level': 40, high: 62, low: 17, overhead: 84, dutch: 38 },
  standing: { 'eye-level': 14, high: 38, low: 4, overhead: 84, dutch: 38 },
}

/** A lens on a thing that lies or stands on a table; `high` is the height of the thing on the picture as a share. */
export function insertCamera(shot: {
  readonly prop: Prop
  readonly angle: CameraAngle
  readonly share: number
  readonly yaw: number
  readonly aside: number
  readonly rollSign: -1 | 1
  readonly width: number
  readonly height: number
}): Camera {
  const { prop, width, height, yaw } = shot
  const standing = prop.rests !== 'lying'
  const down = DOWN[standing ? 'standing' : 'lying'][shot.angle] * DEGREE
  const fieldOfView = (shot.angle === 'low' ? 44 : 32) * DEGREE
  const thing = prop.size * (standing ? 1 : 0.72)
  const reach = Math.max(thing / shot.share, ((thing * 1.35) / shot.share / (width / height)) * 0.8)
  const distance = reach / 2 / Math.tan(fieldOfView / 2)
  const target: Place = [
    Math.cos(yaw) * shot.aside * reach,
    surfaceUnder(prop) + (standing ? prop.size * 0.42 : 0.01),
    -Math.sin(yaw) * shot.aside * reach,
  ]
  const eye: Place = [
    target[0] - Math.sin(yaw) * Math.cos(down) * distance,
    target[1] + Math.sin(down) * distance,
    target[2] - Math.cos(yaw) * Math.cos(down) * distance,
  ]
  return aim({
    eye,
    yaw,
    pitch: -down,
    roll: shot.angle === 'dutch' ? shot.rollSign * 13 * DEGREE : 0,
    fieldOfView,
    width,
    height,
  })
}

/** The table, the thing on it with its shadow, and the hand that holds it if there is one. */
export function drawInsert(stage: Stage, prop: Prop, holder: Look | undefined, spin: number): Piece[] {
  const { camera, light } = stage
  const base = surfaceUnder(prop)
  const wood = sheet(
    stage,
    [
      [-1.3, base, 0.6],
      [1.3, base, 0.6],
      [0.9, base, -0.9],
      [-0.9, base, -0.9],
    ],
    { value: light.isDark ? 0.42 : 0.6 },
  )
  const grain = [-0.5, -0.28, -0.1, 0.06, 0.2, 0.34, 0.46].map(z =>
    sheet(
      stage,
      [
        [-0.9, base, z + 0.03],
        [0.9, base, z + 0.05],
        [0.9, base, z],
        [-0.9, base, z + 0.01],
      ],
      { value: 0.2, opacity: 0.09 },
    ),
  )
  const fromAbove = -Math.asin(camera.forward[1]) > 60 * DEGREE
  const lies = prop.rests === 'lying' || fromAbove
  const scale = prop.size * (fromAbove && prop.rests !== 'lying' ? 0.9 : 1)
  const [sin, cos] = [Math.sin(spin), Math.cos(spin)]
  const lift = prop.rests !== 'lying' && lies ? -0.45 : 0
  const flat = (x: number, y: number): Place => {
    const [u, v] = [x * cos - (y + lift) * sin, x * sin + (y + lift) * cos]
    return [u * scale, base + 0.003, v * scale]
  }
  const upright = (x: number, y: number): Place => {
    const beside = along([0, base, 0], camera.right, x * scale)
    return [beside[0], base + y * scale, beside[2]]
  }
  const easel: Easel = {
    plot: (x, y) => project(camera, lies ? flat(x, y) : upright(x, y)),
    light,
    pen: stage.pen * 2.2,
    haze: 0,
    facing: 1,
  }
  // The shadow is the thing once more, all in the darkest marker, laid flat away from the light.
  const cast: Easel = {
    ...easel,
    plot: (x, y) =>
      project(
        camera,
        lies
          ? along(flat(x, y), [-light.side, 0, -0.5], prop.size * 0.07)
          : [x * scale - light.side * y * scale * (0.5 + light.slant * 0.5), base + 0.001, y * scale * 0.4],
      ),
    light: { ...light, haze: light.dark },
    haze: 1,
  }
  const pool = glow(project(camera, [light.side * 0.1, base, 0.02]), camera.height * 0.62, light.isDark ? 0.55 : 0.3)
  return [
    { distance: 5, marks: (base > 0 ? wood + grain.join('') : '') + pool },
    { distance: 2, marks: `<g opacity=".36">${prop.draw(cast)}</g>` },
    ...(holder !== undefined && prop.fitsHand ? [{ distance: 1.5, marks: handBehind(easel, holder, lies) }] : []),
    { distance: 1, marks: prop.draw(easel) },
    ...(holder !== undefined && prop.fitsHand ? [{ distance: 0.5, marks: thumb(easel, holder, lies) }] : []),
  ]
}

/** Sleeve, palm and fingers that come in from below and pass behind the thing. */
function handBehind(easel: Easel, look: Look, lies: boolean): string {
  const low = lies ? -0.34 : 0.2
  const fingers = [0.02, 0.13, 0.24, 0.34].map((step, index) =>
    round(
      easel,
      limb([
        [0.34, low - 0.12 + step, 0.07],
        [0.1, low + step - 0.02, 0.07],
        [-0.14 - index * 0.02, low + step + 0.01, 0.05],
      ]),
      look.skin,
      0.46,
      0.8,
    ),
  )
  return [
    round(
      easel,
      limb([
        [1.15, low - 1.0, 0.34],
        [0.8, low - 0.56, 0.28],
        [0.6, low - 0.3, 0.24],
      ]),
      look.colour,
      0.46,
      1.1,
    ),
    round(
      easel,
      [
        [0.66, low - 0.5],
        [0.4, low - 0.3],
        [0.16, low - 0.1],
        [0.14, low + 0.3],
        [0.42, low + 0.36],
        [0.62, low + 0.1],
        [0.8, low - 0.26],
      ],
      look.skin,
      0.48,
      1,
    ),
    ...fingers,
  ].join('')
}

function thumb(easel: Easel, look: Look, lies: boolean): string {
  const low = lies ? -0.34 : 0.2
  const skin = round(
    easel,
    limb([
      [0.6, low - 0.22, 0.11],
      [0.42, low - 0.04, 0.095],
      [0.24, low + 0.08, 0.075],
      [0.17, low + 0.12, 0.05],
    ]),
    look.skin,
    0.54,
    1,
  )
  const nail = round(
    easel,
    [
      [0.25, low + 0.11],
      [0.17, low + 0.15],
      [0.155, low + 0.1],
      [0.22, low + 0.06],
    ],
    look.skin,
    0.72,
    0.5,
  )
  return skin + nail
}

/** What the object card says, lettered over its middle. */
export function cardWords({ camera }: Stage, { size }: Prop, words: string): string {
  const fromAbove = camera.forward[1] < -0.85
  const middle: Place = fromAbove ? [0, TABLE, 0] : [0, TABLE + size * 0.42, 0]
  const [x, y] = project(camera, middle)
  const unit = pixelsPerMetre(camera, middle) * size
  const em = unit * 0.115
  const lines = lettered(words, (unit * 1.02) / em, 3)
  const beside = project(camera, along(middle, fromAbove ? [1, 0, 0] : camera.right, size))
  const turn = (Math.atan2(beside[1] - y, beside[0] - x) * 180) / Math.PI
  const rows = lines.map(
    (row, index) =>
      `<text x="${x.toFixed(1)}" y="${(y + (index - (lines.length - 1) / 2) * em * 1.25 + em * 0.35).toFixed(1)}">${escaped(row)}</text>`,
  )
  return `<g font-family="sans-serif" font-size="${em.toFixed(1)}" text-anchor="middle" fill="#2a2927" transform="rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})">${rows.join('')}</g>`
}
