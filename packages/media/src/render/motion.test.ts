import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Motion } from '@storycanvas/timeline'
import { blackFrame, type Frame, frameOf } from './frame.ts'
import { wholePicture, windowAt } from './motion.ts'
import { drawWindow, textureOf } from './warp.ts'

const zoom: Motion = {
  easing: 'linear',
  keyframes: [
    { at: 0, x: 0.5, y: 0.5, scale: 1, rotation: 0 },
    { at: 1, x: 0.75, y: 0.25, scale: 2, rotation: 90 },
  ],
}

/** A horizontal ramp: each luma sample is its column times `step`. */
function ramp(width: number, height: number, step: number): Frame {
  const frame = blackFrame(width, height)
  const luma = frame.planes[0]?.samples ?? new Uint8Array()
  for (let i = 0; i < luma.length; i++) luma[i] = Math.round((i % width) * step)
  return frame
}

test('a camera move begins at its first keyframe and ends at its last', () => {
  assert.deepEqual(windowAt(zoom, 0, 101), { x: 0.5, y: 0.5, scale: 1, rotation: 0 })
  assert.deepEqual(windowAt(zoom, 50, 101), { x: 0.625, y: 0.375, scale: 1.5, rotation: 45 })
  assert.equal(windowAt(zoom, 100, 101).scale, 2)
})

test('handles keep the nearest end of the move', () => {
  assert.deepEqual(windowAt(zoom, -20, 101), windowAt(zoom, 0, 101))
  assert.deepEqual(windowAt(zoom, 130, 101), windowAt(zoom, 100, 101))
})

test('an eased move stands still at both ends and is half way in the middle', () => {
  const eased = { ...zoom, easing: 'ease' } as const
  assert.ok(windowAt(eased, 1, 101).scale - 1 < 0.001)
  assert.equal(windowAt(eased, 50, 101).scale, 1.5)
})

test('no motion, no keyframes and one keyframe hold still', () => {
  assert.equal(windowAt(null, 3, 10), wholePicture)
  assert.equal(windowAt({ easing: 'linear', keyframes: [] }, 3, 10), wholePicture)
  const [only] = zoom.keyframes
  assert.deepEqual(windowAt({ easing: 'linear', keyframes: only === undefined ? [] : [only] }, 3, 10), only)
})

test('the whole picture at its own size is drawn sample for sample', () => {
  const source = ramp(128, 72, 1.5)
  const target = frameOf(128, 72)
  drawWindow(textureOf(source), wholePicture, target)
  assert.deepEqual(target.bytes, source.bytes)
})

test('a slow pan moves by fractions of a pixel, evenly', () => {
  const source = textureOf(ramp(400, 72, 0.5))
  const middle = (x: number): number => {
    const target = frameOf(128, 72)
    drawWindow(source, { x, y: 0.5, scale: 3, rotation: 0 }, target)
    // The mean of a row is finer than the rounding of one sample.
    return target.bytes.subarray(36 * 128, 37 * 128).reduce((sum, value) => sum + value, 0) / 128
  }
  // A tenth of a pixel of the output a step.
  const steps = Array.from({ length: 41 }, (_, i) => middle(0.5 + (i * 0.1) / 400 / 0.96))
  const moves = steps.slice(1).map((value, i) => value - (steps[i] ?? 0))
  const mean = moves.reduce((sum, move) => sum + move, 0) / moves.length
  assert.ok(mean > 0)
  // A move in whole pixels would stand still nine times and jump at the tenth.
  assert.ok(Math.max(...moves) < mean * 3 && Math.min(...moves) > -mean, String(moves))
})

test('beyond the edge of the picture is black', () => {
  const bright = blackFrame(64, 64)
  bright.planes[0]?.samples.fill(200)
  const target = frameOf(128, 64)
  drawWindow(textureOf(bright), wholePicture, target)
  const row = target.bytes.subarray(32 * 128, 33 * 128)
  assert.deepEqual([row[0], row[31], row[32], row[95], row[96], row[127]], [16, 16, 200, 200, 16, 16])
})

test('a window turned clockwise shows the picture turned the other way', () => {
  const source = blackFrame(64, 64)
  // Bright at the top.
  source.planes[0]?.samples.fill(200, 0, 64 * 20)
  const target = frameOf(64, 64)
  drawWindow(textureOf(source), { ...wholePicture, rotation: 90 }, target)
  const at = (x: number, y: number): number => target.bytes[y * 64 + x] ?? 0
  assert.deepEqual([at(5, 32), at(58, 32), at(32, 5) === at(32, 58)], [200, 16, true])
})

test('turned sampling agrees with upright sampling', () => {
  const source = textureOf(ramp(200, 100, 1.2))
  const upright = frameOf(128, 72)
  const turned = frameOf(128, 72)
  drawWindow(source, { x: 0.4, y: 0.6, scale: 1.3, rotation: 0 }, upright)
  drawWindow(source, { x: 0.4, y: 0.6, scale: 1.3, rotation: 360 }, turned)
  const worst = upright.bytes.reduce((most, value, i) => Math.max(most, Math.abs(value - (turned.bytes[i] ?? 0))), 0)
  assert.ok(worst <= 1, `differs by ${worst}`)
})
