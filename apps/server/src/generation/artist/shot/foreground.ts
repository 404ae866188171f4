import { type Actor, drawActor, headHeight } from '../figure/actor.ts'
import type { Look } from '../figure/look.ts'
import { poseNamed } from '../figure/pose.ts'
import { hex, type Rgb } from '../hand/colour.ts'
import { ellipse, outline, type Point } from '../hand/line.ts'
import { fill, inked } from '../hand/mark.ts'
import { placeAt } from '../view/camera.ts'
import { tinted } from '../view/light.ts'
import { layDown, type Piece, type Stage } from '../view/stage.ts'

/** A back of the head and a shoulder before the lens, dark, cut by the edge of the picture. */
export function foregroundShoulder(stage: Stage, look: Look, side: -1 | 1): Piece {
  const { camera } = stage
  const { width, height } = camera
  const tall = Math.min(height * 0.52, width * 0.5)
  const depth = (camera.focal * 0.25) / tall
  // A narrow picture has no room beside the subject: the shoulder moves half out of it.
  const edge = width < height ? 0.03 : 0.15
  const head = placeAt(camera, [width * (side < 0 ? edge : 1 - edge), height * 0.42], depth)
  const standing: Omit<Actor, 'at'> = {
    look,
    pose: poseNamed('stand'),
    facing: side < 0 ? 1 : -1,
    head: 'back',
    expression: { brow: 0, lift: 0, eye: 1, smile: 0, open: 0 },
  }
  const actor: Actor = { ...standing, at: [head[0], head[1] - headHeight(standing), head[2]] }
  return { distance: 0.35, marks: layDown(drawActor({ ...stage, pen: stage.pen * 1.5 }, actor, 0.62).slice(1)) }
}

/** The edges of what somebody sees, dark and soft. */
export function viewersEyes(stage: Stage): Piece {
  const { width, height } = stage.camera
  const ring = (reach: number) => {
    const hole = ellipse([width / 2, height / 2], (width / 2) * reach, (height / 2) * reach, 12).map(([x, y]): Point => {
      const [dx, dy] = [(x - width / 2) * 1.02, (y - height / 2) * 1.02]
      const square = 1 + 0.16 * Math.abs((dx / width) * (dy / height)) * 8
      return [width / 2 + dx * square, height / 2 + dy * square]
    })
    return `<path fill-rule="evenodd" d="M0 0H${width}V${height}H0Z${outline(hole)}" fill="${hex(stage.light.dark)}" fill-opacity=".34"/>`
  }
  return { distance: 0.2, marks: [1.14, 1.08, 1.02].map(ring).join('') }
}

/** The viewer's own hands reaching into the lower corners: the picture is what somebody sees. */
export function ownHands(stage: Stage, skin: Rgb, sleeve: Rgb): Piece {
  const {
    camera: { width, height },
    light,
    pen,
  } = stage
  const unit = Math.min(width, height) / 720
  const hand = (way: -1 | 1): string => {
    const x = (across: number) => width / 2 + way * (width * 0.5 - across * unit)
    const y = (up: number) => height - up * unit
    const spot = (across: number, up: number): Point => [x(across), y(up)]
    const arm = [spot(-60, -40), spot(-40, 92), spot(54, 140), spot(88, 108), spot(130, 20), spot(140, -40)]
    const palm = [spot(48, 136), spot(74, 190), spot(128, 222), spot(172, 214), spot(182, 186), spot(150, 128), spot(96, 98)]
    const finger = (from: readonly [number, number], to: readonly [number, number], half: number) => {
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
      const length = Math.hypot(dx, dy)
      const [nx, ny] = [(-dy / length) * half, (dx / length) * half]
      return [
        spot(from[0] + nx, from[1] + ny),
        spot(to[0] + nx * 0.9, to[1] + ny * 0.9),
        spot(to[0] + dx * 0.12, to[1] + dy * 0.12),
        spot(to[0] - nx * 0.9, to[1] - ny * 0.9),
        spot(from[0] - nx, from[1] - ny),
      ]
    }
    const fingers = [
      finger([112, 204], [128, 268], 15),
      finger([136, 208], [164, 274], 15),
      finger([156, 204], [196, 260], 14),
      finger([168, 190], [214, 230], 12),
      finger([84, 172], [62, 236], 16),
    ]
    const flesh = hex(tinted(light, skin, 0.42))
    return [
      ...fingers.map(points => inked(outline(points), flesh, light.ink, pen * 1.6)),
      inked(outline(palm), flesh, light.ink, pen * 1.6),
      fill(outline(palm), hex(light.dark), 0.08),
      inked(outline(arm), hex(tinted(light, sleeve, 0.38)), light.ink, pen * 2),
    ].join('')
  }
  return { distance: 0.3, marks: hand(-1) + hand(1) }
}
