import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrivalPlane, knownWipes } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { dim, dissolve, fadeLevel, prepareWipe, wipe } from './compose.ts'
import { blackFrame, type Frame, frameOf, frameOfRgb } from './frame.ts'

function plain(luma: number): Frame {
  const frame = blackFrame(64, 36)
  frame.planes[0]?.samples.fill(luma)
  return frame
}

test('a fade begins and ends in black and is whole in between', () => {
  const shot = { duration: 100, fadeIn: 10, fadeOut: 20 }
  assert.deepEqual(
    [0, 5, 10, 50, 79, 89, 99].map(frame => fadeLevel(shot, frame)),
    [0, 0.5, 1, 1, 1, 0.5, 0],
  )
  assert.equal(fadeLevel({ duration: 100, fadeIn: 0, fadeOut: 0 }, 0), 1)
})

test('dimming to nothing is black, to everything changes nothing', () => {
  const source = plain(180)
  const target = frameOf(64, 36)
  dim(source, 0, target)
  assert.deepEqual(target.bytes, blackFrame(64, 36).bytes)
  dim(source, 1, target)
  assert.deepEqual(target.bytes, source.bytes)
})

test('a dissolve mixes by its share', () => {
  const target = frameOf(64, 36)
  for (const [share, luma] of [
    [0, 40],
    [0.25, 80],
    [0.5, 120],
    [1, 200],
  ] as const) {
    dissolve(plain(40), plain(200), share, target)
    assert.equal(target.bytes[0], luma)
  }
})

test('every wipe shows all of the outgoing picture at its start and all of the incoming at its end', () => {
  const from = plain(40)
  const to = plain(200)
  const target = frameOf(64, 36)
  for (const number of knownWipes) {
    const prepared = prepareWipe(number, target)
    wipe(from, to, 0, prepared, target)
    assert.deepEqual(target.bytes, from.bytes, `wipe ${number} at 0`)
    wipe(from, to, 1, prepared, target)
    assert.deepEqual(target.bytes, to.bytes, `wipe ${number} at 1`)
  }
})

test('a wipe never takes back what it has shown', () => {
  const prepared = knownWipes.map(number => prepareWipe(number, frameOf(64, 36)))
  const shown = (share: number, which: number): number => {
    const target = frameOf(64, 36)
    wipe(plain(40), plain(200), share, prepared[which] as (typeof prepared)[number], target)
    return target.bytes.subarray(0, 64 * 36).reduce((sum, value) => sum + value, 0)
  }
  fc.assert(
    fc.property(
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      fc.nat(prepared.length - 1),
      (a, b, which) => {
        assert.ok(shown(Math.min(a, b), which) <= shown(Math.max(a, b), which))
      },
    ),
    { numRuns: 60 },
  )
})

test('wipes run where SMPTE 258M says', () => {
  const arrival = (number: number, x: number, y: number): number => arrivalPlane(number, 100, 100)[y * 100 + x] ?? 0
  const order = (number: number, first: [number, number], last: [number, number]): void =>
    assert.ok(arrival(number, ...first) < arrival(number, ...last), `wipe ${number}`)
  order(1, [0, 50], [99, 50])
  order(2, [50, 0], [50, 99])
  order(3, [0, 0], [99, 99])
  order(21, [50, 50], [0, 50])
  order(22, [50, 50], [50, 0])
  order(101, [50, 50], [0, 0])
  order(119, [50, 50], [0, 0])
  order(201, [60, 5], [5, 60])
})

test('white, black and red become what BT.709 says', () => {
  const samples = (r: number, g: number, b: number): readonly number[] => {
    const rgb = Uint8Array.from({ length: 12 }, (_, i) => [r, g, b][i % 3] ?? 0)
    const [y, u, v] = frameOfRgb(rgb, 2, 2).planes
    return [y?.samples[0] ?? 0, u?.samples[0] ?? 0, v?.samples[0] ?? 0]
  }
  assert.deepEqual(samples(255, 255, 255), [235, 128, 128])
  assert.deepEqual(samples(0, 0, 0), [16, 128, 128])
  assert.deepEqual(samples(255, 0, 0), [63, 102, 240])
})
