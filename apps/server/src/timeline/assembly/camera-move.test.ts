import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CameraMove } from '@storycanvas/api'
import type { Motion, MotionKeyframe } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { cameraMotion } from './camera-move.ts'

const canvas = { width: 1280, height: 720 }

/** The corners of a window in shares of a picture that fills the canvas. */
function corners({ x, y, scale, rotation }: MotionKeyframe, { width, height } = canvas) {
  const angle = (rotation * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [-1, 1].flatMap(h =>
    [-1, 1].map(v => {
      const [right, down] = [(h * width) / (2 * scale), (v * height) / (2 * scale)]
      return { x: x + (cos * right - sin * down) / width, y: y + (sin * right + cos * down) / height }
    }),
  )
}

function between({ keyframes }: Motion, share: number): MotionKeyframe {
  const at = share * (keyframes.length - 1)
  const [from, to] = [keyframes[Math.floor(at)], keyframes[Math.ceil(at)]]
  assert.ok(from && to)
  const mix = (key: 'x' | 'y' | 'scale' | 'rotation') => from[key] + (to[key] - from[key]) * (at % 1)
  return { at: 0, x: mix('x'), y: mix('y'), scale: mix('scale'), rotation: mix('rotation') }
}

test('no camera move ever shows what lies outside the picture', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CameraMove.options),
      fc.double({ min: 0.04, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(canvas, { width: 720, height: 1280 }, { width: 1280, height: 536 }, { width: 1080, height: 1080 }),
      (move, seconds, share, size) => {
        const motion = cameraMotion(move, seconds, size, size)
        if (!motion) return assert.equal(move, 'static')
        for (const { x, y } of corners(between(motion, share), size))
          assert.ok(x >= -1e-6 && x <= 1 + 1e-6 && y >= -1e-6 && y <= 1 + 1e-6, `${move} shows ${x}, ${y}`)
      },
    ),
    { numRuns: 2000 },
  )
})

test('each move goes where its name says', () => {
  const ends = (move: CameraMove) => {
    const keyframes = cameraMotion(move, 4, canvas, canvas)?.keyframes ?? []
    return { first: keyframes[0] as MotionKeyframe, last: keyframes.at(-1) as MotionKeyframe }
  }
  const moved = (move: CameraMove, key: 'x' | 'y' | 'scale' | 'rotation') =>
    Math.sign(ends(move).last[key] - ends(move).first[key])
  assert.equal(moved('pan-left', 'x'), -1)
  assert.equal(moved('pan-right', 'x'), 1)
  assert.equal(moved('truck-left', 'x'), -1)
  assert.equal(moved('tilt-up', 'y'), -1)
  assert.equal(moved('pedestal-down', 'y'), 1)
  assert.equal(moved('dolly-in', 'scale'), 1)
  assert.equal(moved('zoom-out', 'scale'), -1)
  assert.equal(moved('roll', 'rotation'), 1)
})

test('a short shot moves less far than a long one', () => {
  const end = (seconds: number) => cameraMotion('zoom-in', seconds, canvas, canvas)?.keyframes.at(-1)?.scale ?? 0
  assert.ok(end(0.5) < end(2) && end(2) < end(3))
  assert.equal(end(3), end(30))
})

test('a picture of another shape stays in the middle along its short side', () => {
  const tall = { width: 720, height: 1280 }
  const keyframes = cameraMotion('pan-left', 4, tall, canvas)?.keyframes ?? []
  assert.deepEqual(
    keyframes.map(({ x }) => x),
    [0.5, 0.5],
  )
})
