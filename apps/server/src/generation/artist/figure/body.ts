import { ellipse } from '../hand/line.ts'
import { mix, type Rgb } from '../hand/colour.ts'
import { angular, type Easel, limb, round, shadow, stroke, wash } from './easel.ts'
import type { Look } from './look.ts'
import type { Joint, Pose } from './pose.ts'

type Spot = readonly [x: number, y: number]
type BodyView = 'towards' | 'away'

/** Own coordinates: metres of a figure 1.75 m tall, feet at the origin, looking to the right. */
export function drawBody(
  easel: Easel,
  look: Look,
  pose: Pose,
  view: BodyView,
): { readonly under: string; readonly over: string } {
  const b = look.breadth
  const up = (y: number) => y - pose.drop
  const lean = (y: number) => (pose.lean * Math.max(up(y) - 0.5, 0)) / 0.9
  const spot = (x: number, y: number): Spot => [x * b + lean(y), up(y)]
  const joint = ([x, y]: Joint): Spot => spot(x, y)
  const trousers: Rgb = look.legs === 'dark' ? [66, 65, 66] : [138, 130, 118]
  const cloth = look.colour
  const sleeve = (shoulder: Spot, arm: Pose['nearArm'], value: number) => {
    const [elbow, wrist] = [joint(arm[0]), joint(arm[1])]
    const toHand: Spot = [wrist[0] + (wrist[0] - elbow[0]) * 0.16, wrist[1] + (wrist[1] - elbow[1]) * 0.16]
    const [dx, dy] = [wrist[0] - elbow[0], wrist[1] - elbow[1]]
    const length = Math.hypot(dx, dy) || 1
    const hand: Spot[] = [
      [wrist[0] - (dy / length) * 0.035, wrist[1] + (dx / length) * 0.035],
      [toHand[0] + (dx / length) * 0.07 - (dy / length) * 0.03, toHand[1] + (dy / length) * 0.07 + (dx / length) * 0.03],
      [toHand[0] + (dx / length) * 0.1, toHand[1] + (dy / length) * 0.1],
      [toHand[0] + (dx / length) * 0.03 + (dy / length) * 0.045, toHand[1] + (dy / length) * 0.03 - (dx / length) * 0.045],
      [wrist[0] + (dy / length) * 0.035, wrist[1] - (dx / length) * 0.035],
    ]
    const bare = look.garment === 'dress'
    const thick = bare ? 0.8 : look.garment === 'coat' ? 1.12 : 1
    return (
      round(easel, hand, look.skin, 0.5, 0.8) +
      // Forearm and upper arm apart: bent as one outline they would cross themselves at the elbow.
      round(
        easel,
        limb([
          [elbow[0], elbow[1], 0.054 * thick],
          [(elbow[0] + wrist[0]) / 2, (elbow[1] + wrist[1]) / 2, 0.054 * thick],
          [wrist[0], wrist[1], 0.044 * thick],
        ]),
        bare ? look.skin : cloth,
        value,
      ) +
      round(
        easel,
        limb([
          [shoulder[0] * 0.94, shoulder[1] + 0.025, 0.034 * thick],
          [shoulder[0] * 0.99, shoulder[1] - 0.05, 0.062 * thick],
          [(shoulder[0] + elbow[0]) / 2, (shoulder[1] + elbow[1]) / 2, 0.064 * thick],
          [elbow[0], elbow[1], 0.054 * thick],
        ]),
        bare ? look.skin : cloth,
        value,
      ) +
      // The seam is painted over: a sleeve has a crease there, not a joint.
      wash(
        easel,
        ellipse(inside(shoulder, elbow, wrist, 0.014), 0.038 * thick, 0.038 * thick, 8),
        bare ? look.skin : cloth,
        value,
      ) +
      stroke(easel, crease(shoulder, elbow, wrist), 0.7, 0.7)
    )
  }
  const leg = (hip: Spot, { 0: knee, 1: ankle }: Pose['nearLeg'], value: number) => {
    const bare = look.garment === 'dress'
    const [kneeAt, foot]: [Spot, Spot] = [
      [knee[0] * b, knee[1]],
      [ankle[0] * b, ankle[1]],
    ]
    const shoe: Spot[] =
      view === 'away'
        ? [
            [foot[0] - 0.06, foot[1] + 0.06],
            [foot[0] + 0.06, foot[1] + 0.06],
            [foot[0] + 0.065, foot[1] - 0.06],
            [foot[0] - 0.065, foot[1] - 0.06],
          ]
        : [
            [foot[0] - 0.06, foot[1] + 0.06],
            [foot[0] + 0.04, foot[1] + 0.05],
            [foot[0] + 0.17, foot[1] - 0.02],
            [foot[0] + 0.17, foot[1] - 0.06],
            [foot[0] - 0.07, foot[1] - 0.06],
          ]
    const [thigh, calf, ankleHalf] = bare ? [0.075, 0.05, 0.032] : [0.1, 0.07, 0.056]
    return (
      round(easel, shoe, [48, 44, 42], 0.45, 0.8) +
      round(
        easel,
        limb([
          [hip[0], hip[1], thigh * b],
          [kneeAt[0], kneeAt[1], calf * b],
          [foot[0], foot[1], ankleHalf],
        ]),
        bare ? look.skin : trousers,
        value,
      )
    )
  }
  const [nearHip, farHip] = [spot(-0.085, 0.9), spot(0.085, 0.9)]
  const [nearShoulder, farShoulder] = [spot(-0.178, 1.385), spot(0.17, 1.385)]
  const seatDark =
    pose.seat === 'chair'
      ? angular(
          easel,
          [
            [-0.26, 0.47],
            [0.2, 0.47],
            [0.2, 0.4],
            [0.16, 0.4],
            [0.16, 0],
            [0.12, 0],
            [0.12, 0.4],
            [-0.18, 0.4],
            [-0.18, 0],
            [-0.22, 0],
            [-0.22, 0.4],
            [-0.26, 0.4],
          ],
          [92, 84, 76],
          0.4,
        ) +
        angular(
          easel,
          [
            [-0.3, 0.98],
            [-0.24, 0.98],
            [-0.22, 0.44],
            [-0.28, 0.44],
          ],
          [92, 84, 76],
          0.4,
        )
      : ''
  const neck = round(
    easel,
    [spot(-0.03, 1.57), spot(0.045, 1.55), spot(0.046, 1.46), spot(0.03, 1.39), spot(-0.045, 1.39), spot(-0.05, 1.46)],
    look.skin,
    0.42,
    0.8,
  )
  return {
    under:
      seatDark +
      sleeve(farShoulder, pose.farArm, 0.36) +
      leg(farHip, pose.farLeg, 0.36) +
      leg(nearHip, pose.nearLeg, 0.46) +
      neck +
      garment(easel, look, spot, view, pose.seat === 'chair' || pose.drop > 0.2),
    over:
      (look.scarf
        ? round(
            easel,
            [
              spot(-0.11, 1.49),
              spot(0.1, 1.49),
              spot(0.12, 1.42),
              spot(0.05, 1.38),
              spot(0.06, 1.2),
              spot(-0.01, 1.2),
              spot(-0.03, 1.38),
              spot(-0.13, 1.41),
            ],
            mix(cloth, [235, 228, 216], 0.65),
            0.5,
            0.8,
          )
        : '') + sleeve(nearShoulder, pose.nearArm, 0.5),
  }
}

/** A spot that lies `reach` from the elbow towards the inner side of its bend; a straight arm has none. */
function inside(shoulder: Spot, elbow: Spot, wrist: Spot, reach: number): Spot {
  const [x, y] = [(shoulder[0] + wrist[0]) / 2 - elbow[0], (shoulder[1] + wrist[1]) / 2 - elbow[1]]
  const length = Math.hypot(x, y)
  const step = Math.min(reach / (length || 1), 1.5)
  return [elbow[0] + x * step, elbow[1] + y * step]
}

/** A short fold on the inner side of a bent elbow. */
const crease = (shoulder: Spot, elbow: Spot, wrist: Spot): readonly Spot[] => [
  inside(shoulder, elbow, wrist, 0.05),
  inside(shoulder, elbow, wrist, 0.024),
  elbow,
]

/** The main garment in the character's own colour, with what shows between its edges. */
function garment(easel: Easel, look: Look, spot: (x: number, y: number) => Spot, view: BodyView, isSeated: boolean): string {
  const cloth = look.colour
  const light = easel.light.side * easel.facing
  const hem = isSeated
    ? 0.86
    : look.garment === 'coat'
      ? 0.52
      : look.garment === 'dress'
        ? 0.56
        : look.garment === 'shirt'
          ? 0.9
          : 0.84
  const flare = isSeated ? 0.2 : look.garment === 'coat' ? 0.25 : look.garment === 'dress' ? 0.28 : 0.185
  const waist = look.garment === 'dress' ? 0.125 : look.garment === 'coat' ? 0.17 : 0.155
  const shape: Spot[] = [
    spot(-0.07, 1.475),
    spot(-0.15, 1.445),
    spot(-0.215, 1.395),
    spot(-0.2, 1.22),
    spot(-waist, 1.06),
    spot(-(waist + flare) / 2 - 0.02, 0.9),
    spot(-flare, hem),
    spot(-flare, hem),
    spot(flare * 0.96, hem),
    spot(flare * 0.96, hem),
    spot((waist + flare) / 2 + 0.01, 0.9),
    spot(waist * 0.95, 1.06),
    spot(0.19, 1.22),
    spot(0.205, 1.395),
    spot(0.14, 1.445),
    spot(0.06, 1.475),
  ]
  const shade: Spot[] =
    light > 0
      ? [
          spot(-0.2, 1.4),
          spot(-0.1, 1.34),
          spot(-0.07, 1.1),
          spot(-0.09, hem),
          spot(-flare, hem),
          spot(-waist, 1.06),
          spot(-0.19, 1.22),
        ]
      : [
          spot(0.2, 1.4),
          spot(0.11, 1.34),
          spot(0.07, 1.1),
          spot(0.09, hem),
          spot(flare * 0.96, hem),
          spot(waist * 0.95, 1.06),
          spot(0.18, 1.22),
        ]
  const body = round(easel, shape, cloth, 0.5, 1.1) + shadow(easel, shade, 0.24)
  if (view === 'away') return body + stroke(easel, [spot(0, 1.42), spot(0.005, 1.2), spot(0, hem + 0.05)], 0.6, 0.5)
  const white: Rgb = [236, 232, 225]
  switch (look.garment) {
    case 'suit':
    case 'uniform':
      return (
        body +
        angular(easel, [spot(-0.05, 1.47), spot(0.055, 1.47), spot(0.035, 1.18)], white, 0.5, 0.7) +
        angular(
          easel,
          [spot(0.005, 1.45), spot(0.04, 1.45), spot(0.05, 1.24), spot(0.032, 1.19), spot(0.01, 1.25)],
          mix(cloth, [30, 28, 28], 0.55),
          0.45,
          0.6,
        ) +
        stroke(easel, [spot(0.036, 1.18), spot(0.03, hem)], 0.8) +
        (look.garment === 'uniform'
          ? angular(
              easel,
              [spot(-0.13, 1.3), spot(-0.07, 1.31), spot(-0.075, 1.24), spot(-0.1, 1.22), spot(-0.13, 1.24)],
              [214, 192, 132],
              0.55,
              0.6,
            ) + angular(easel, [spot(-0.16, 1.05), spot(0.15, 1.05), spot(0.15, 1.01), spot(-0.16, 1.01)], [44, 42, 40], 0.4, 0.6)
          : angular(easel, [spot(-0.05, 1.47), spot(-0.11, 1.38), spot(-0.07, 1.35), spot(0.035, 1.18)], cloth, 0.4, 0.7))
      )
    case 'coat':
    case 'jacket':
      return (
        body +
        angular(
          easel,
          [spot(-0.055, 1.475), spot(0.06, 1.475), spot(0.07, 1.14), spot(0.02, 1.14)],
          mix(white, [120, 118, 114], look.garment === 'coat' ? 0.55 : 0.2),
          0.5,
          0.7,
        ) +
        angular(
          easel,
          [spot(-0.07, 1.48), spot(-0.13, 1.37), spot(-0.075, 1.33), spot(0.02, 1.13), spot(-0.04, 1.4)],
          cloth,
          0.4,
          0.7,
        ) +
        angular(easel, [spot(0.06, 1.48), spot(0.13, 1.38), spot(0.11, 1.33), spot(0.07, 1.13)], cloth, 0.44, 0.7) +
        stroke(easel, [spot(0.045, 1.13), spot(0.04, hem)], 0.9) +
        (look.garment === 'coat' && !isSeated
          ? stroke(easel, [spot(-0.17, 1.04), spot(0.16, 1.03)], 1.6)
          : stroke(easel, [spot(-0.13, 0.98), spot(-0.06, 0.96)], 0.7))
      )
    case 'dress':
      return (
        body +
        wash(easel, [spot(-0.06, 1.48), spot(0.06, 1.48), spot(0.045, 1.38), spot(-0.02, 1.38)], look.skin, 0.5) +
        stroke(easel, [spot(-0.12, 1.06), spot(0.12, 1.06)], 1.2) +
        stroke(easel, [spot(-0.05, 1), spot(-0.1, hem + 0.06)], 0.6, 0.5) +
        stroke(easel, [spot(0.06, 1), spot(0.12, hem + 0.06)], 0.6, 0.5)
      )
  }
  return (
    body +
    stroke(easel, [spot(-0.07, 1.47), spot(0, 1.435), spot(0.06, 1.47)], 1.3) +
    stroke(easel, [spot(-0.17, 0.94), spot(0.16, 0.94)], 0.7, 0.6) +
    stroke(easel, [spot(0.1, 1.2), spot(0.06, 1.12)], 0.6, 0.5)
  )
}
