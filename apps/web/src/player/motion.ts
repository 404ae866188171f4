import type { CameraMove } from '@storycanvas/api'
import type { Motion, MotionKeyframe } from '@storycanvas/timeline'

const still: MotionKeyframe = { at: 0, x: 0.5, y: 0.5, scale: 1, rotation: 0 }
/** Enough room around the window to move it without showing the picture's edge. */
const ROOM = 1.18
const NEAR = 0.5 - (ROOM - 1) / (2 * ROOM)
const FAR = 1 - NEAR

const between = (from: Partial<MotionKeyframe>, to: Partial<MotionKeyframe>): Motion => ({
  easing: 'ease',
  keyframes: [
    { ...still, ...from },
    { ...still, ...to, at: 1 },
  ],
})
const across = (x: readonly [number, number], y: readonly [number, number]) =>
  between({ x: x[0], y: y[0], scale: ROOM }, { x: x[1], y: y[1], scale: ROOM })
const middle = [0.5, 0.5] as const

const moves: Record<CameraMove, Motion | null> = {
  static: null,
  'pan-left': across([FAR, NEAR], middle),
  'pan-right': across([NEAR, FAR], middle),
  'tilt-up': across(middle, [FAR, NEAR]),
  'tilt-down': across(middle, [NEAR, FAR]),
  'truck-left': across([FAR, NEAR], middle),
  'truck-right': across([NEAR, FAR], middle),
  'pedestal-up': across(middle, [FAR, NEAR]),
  'pedestal-down': across(middle, [NEAR, FAR]),
  'dolly-in': between({}, { scale: 1.2 }),
  'dolly-out': between({ scale: 1.2 }, {}),
  'zoom-in': between({}, { scale: 1.35 }),
  'zoom-out': between({ scale: 1.35 }, {}),
  roll: between({ scale: 1.2, rotation: -4 }, { scale: 1.2, rotation: 4 }),
  orbit: between({ x: NEAR, scale: ROOM, rotation: -1 }, { x: FAR, scale: ROOM, rotation: 1 }),
  handheld: {
    easing: 'ease',
    keyframes: [0, 0.2, 0.4, 0.6, 0.8, 1].map((at, n) => ({
      at,
      x: 0.5 + [0, 0.012, -0.01, 0.008, -0.012, 0][n]!,
      y: 0.5 + [0, -0.01, 0.012, -0.008, 0.006, 0][n]!,
      scale: 1.06,
      rotation: [0, 0.4, -0.3, 0.3, -0.4, 0][n]!,
    })),
  },
}

/** What a camera move looks like over a still. */
export const motionOf = (move: CameraMove): Motion | null => moves[move]

const eased = (t: number) => t * t * (3 - 2 * t)

/** CSS transform of a picture that fills the screen, so that the window of the motion is what shows. */
export function transformAt(motion: Motion | null, through: number): string {
  if (!motion || motion.keyframes.length === 0) return 'none'
  const after = motion.keyframes.findIndex(({ at }) => at >= through)
  const to = motion.keyframes[after === -1 ? motion.keyframes.length - 1 : after]!
  const from = motion.keyframes[Math.max(0, (after === -1 ? motion.keyframes.length : after) - 1)]!
  const share = to.at > from.at ? (through - from.at) / (to.at - from.at) : 1
  const t = Math.min(1, Math.max(0, motion.easing === 'ease' ? eased(share) : share))
  const mix = (a: number, b: number) => a + (b - a) * t
  const [x, y] = [mix(from.x, to.x), mix(from.y, to.y)]
  const percent = (value: number) => `${((0.5 - value) * 100).toFixed(3)}%`
  return `scale(${mix(from.scale, to.scale).toFixed(4)}) rotate(${mix(from.rotation, to.rotation).toFixed(3)}deg) translate(${percent(x)}, ${percent(y)})`
}
