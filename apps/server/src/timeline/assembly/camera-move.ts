import type { CameraMove } from '@storycanvas/api'
import type { Motion, MotionKeyframe } from '@storycanvas/timeline'

/** How much larger than the canvas a picture lies under it at magnification 1, per side: 1 where it just fills it. */
type Fit = { horizontal: number; vertical: number }

/** A wish for a window: its travel from the middle as a share of the room that its magnification leaves. */
type Pose = { at: number; scale: number; right?: number; down?: number; rotation?: number }

type Move = (reach: number, seconds: number) => Pose[]

/** A move of this many seconds goes its whole way; a shorter one goes less far, so that it does not rush. */
const unhurriedSeconds = 3

/**
 * The camera move of a panel as a move over its still picture, or null where the camera stands. The window stays inside
 * the picture at every moment, as far as the picture fills the canvas at all.
 */
export function cameraMotion(
  move: CameraMove,
  seconds: number,
  picture: { width: number; height: number },
  canvas: { width: number; height: number },
): Motion | null {
  const reach = Math.min(1, seconds / unhurriedSeconds)
  const poses = moves[move]?.(reach, seconds)
  if (!poses) return null
  const ratio = picture.width / picture.height / (canvas.width / canvas.height)
  const fit = { horizontal: Math.max(1, 1 / ratio), vertical: Math.max(1, ratio) }
  const aspect = canvas.width / canvas.height
  return { easing: move === 'handheld' ? 'linear' : 'ease', keyframes: poses.map(pose => keyframe(pose, fit, aspect)) }
}

const across =
  (axis: 'right' | 'down', from: -1 | 1, scale: number): Move =>
  reach => [
    { at: 0, scale, [axis]: from * reach },
    { at: 1, scale, [axis]: -from * reach },
  ]

const closer =
  (from: number, to: number): Move =>
  reach => [
    { at: 0, scale: 1 + from * reach },
    { at: 1, scale: 1 + to * reach },
  ]

/** Poses of each move, given how far it reaches and how many seconds it takes. A camera that travels goes further than one that turns. */
const moves: { readonly [move in CameraMove]: Move | null } = {
  static: null,
  'pan-left': across('right', 1, 1.14),
  'pan-right': across('right', -1, 1.14),
  'tilt-up': across('down', 1, 1.14),
  'tilt-down': across('down', -1, 1.14),
  'truck-left': across('right', 1, 1.24),
  'truck-right': across('right', -1, 1.24),
  'pedestal-up': across('down', 1, 1.24),
  'pedestal-down': across('down', -1, 1.24),
  'dolly-in': closer(0, 0.18),
  'dolly-out': closer(0.18, 0),
  'zoom-in': closer(0, 0.35),
  'zoom-out': closer(0.35, 0),
  roll: reach => [
    { at: 0, scale: 1, rotation: -3 * reach },
    { at: 1, scale: 1, rotation: 3 * reach },
  ],
  orbit: reach => [
    { at: 0, scale: 1.16, right: -reach, rotation: -0.8 * reach },
    { at: 0.5, scale: 1.22 },
    { at: 1, scale: 1.16, right: reach, rotation: 0.8 * reach },
  ],
  handheld: (_, seconds) => handheld(seconds),
}

/** A new place every 0.4 seconds; sines of unrelated periods never repeat within a shot. */
function handheld(seconds: number): Pose[] {
  const steps = Math.min(200, Math.max(2, Math.round(seconds / 0.4)))
  return Array.from({ length: steps + 1 }, (_, step) => ({
    at: step / steps,
    scale: 1.06,
    right: 0.45 * Math.sin(step * 1.7) + 0.3 * Math.sin(step * 0.61 + 1),
    down: 0.45 * Math.sin(step * 1.31 + 2) + 0.3 * Math.sin(step * 0.83),
    rotation: 0.25 * Math.sin(step * 0.97 + 0.5),
  }))
}

function keyframe({ at, scale, right = 0, down = 0, rotation = 0 }: Pose, fit: Fit, aspect: number): MotionKeyframe {
  const angle = (Math.abs(rotation) * Math.PI) / 180
  // A turned window is wider and taller than an upright one and needs a closer view to stay inside.
  const wider = Math.cos(angle) + Math.sin(angle) / aspect
  const taller = Math.cos(angle) + Math.sin(angle) * aspect
  const enough = scale * Math.max(wider, taller)
  const room = (larger: number, grown: number) => Math.max(0, 0.5 - (larger * grown) / (2 * enough))
  return {
    at,
    x: 0.5 + right * room(fit.horizontal, wider),
    y: 0.5 + down * room(fit.vertical, taller),
    scale: enough,
    rotation,
  }
}
