import type { CameraAngle } from '@storycanvas/api'
import { aim, type Camera, type Place } from '../view/camera.ts'
import type { Measure } from './size.ts'

const DEGREE = Math.PI / 180

/** Degrees that the camera looks down (negative: up), how much wider its lens is, and its roll. */
const ANGLES: Readonly<Record<CameraAngle, { readonly down: number; readonly widen: number; readonly roll: number }>> = {
  'eye-level': { down: 0, widen: 1, roll: 0 },
  high: { down: 33, widen: 1.15, roll: 0 },
  low: { down: -30, widen: 1.35, roll: 0 },
  overhead: { down: 80, widen: 1.1, roll: 0 },
  dutch: { down: -6, widen: 1.15, roll: 14 },
}

/** Places the camera so that a head `headHeight` metres up falls where the measure wants it. */
export function placeCamera(shot: {
  readonly measure: Measure
  readonly angle: CameraAngle
  readonly headHeight: number
  /** Where the subject falls from left to right, as a share of the width. */
  readonly across: number
  /** Radians: the side that the lens looks from. */
  readonly yaw: number
  readonly rollSign: -1 | 1
  readonly width: number
  readonly height: number
}): Camera {
  const { measure, headHeight, width, height, yaw } = shot
  const angle = ANGLES[shot.angle]
  const fieldOfView = Math.min(measure.fieldOfView * angle.widen, 62) * DEGREE
  const distance = measure.high / 2 / Math.tan(fieldOfView / 2)
  const isOverhead = shot.angle === 'overhead'
  const middle = isOverhead ? 1.2 : headHeight + (measure.head - 0.5) * measure.high
  const aside = (0.5 - shot.across) * measure.high * (width / height)
  const target: Place = [Math.cos(yaw) * aside, middle, -Math.sin(yaw) * aside]
  const down = angle.down * DEGREE
  const level = shot.angle === 'eye-level' ? Math.min(middle, 1.9) : middle + Math.sin(down) * distance
  // The lens cannot go under the floor: it lies on it and looks up from there.
  const eyeHeight = Math.max(level, 0.14)
  const back = isOverhead
    ? Math.cos(down) * distance
    : Math.sqrt(Math.max(distance ** 2 - (eyeHeight - middle) ** 2, (distance * 0.6) ** 2))
  const eye: Place = [target[0] - Math.sin(yaw) * back, eyeHeight, target[2] - Math.cos(yaw) * back]
  const pitch = Math.atan2(middle - eyeHeight, back)
  return aim({ eye, yaw, pitch, roll: angle.roll * DEGREE * shot.rollSign, fieldOfView, width, height })
}
