import type { CameraAngle, CameraMove, Framing, ShotSize } from '@storycanvas/api'
import type { Moment } from './moments.ts'

/** The picture of a shot: what stands still when the camera does. */
export interface Composition {
  shotSize: ShotSize
  framing: Framing
  angle: CameraAngle
  subject: string | null
  /** From the left of the frame to the right. */
  characters: string[]
}

export interface Shot extends Composition {
  moments: Moment[]
  cameraMove: CameraMove
  tension: number
}
