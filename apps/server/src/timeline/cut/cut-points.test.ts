import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commonRates } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { cutPoints } from './cut-points.ts'

const rates = fc.constantFrom(
  commonRates['23.976'],
  commonRates['24'],
  commonRates['25'],
  commonRates['29.97'],
  commonRates['60'],
)
/** Panels last from a frame of the slowest rate up to the longest that the contract takes. */
const panelLengths = fc.array(fc.integer({ min: 42, max: 600_000 }), { minLength: 1, maxLength: 400 })

test('a cut has neither gaps nor overlaps, and every panel has a frame', () => {
  fc.assert(
    fc.property(rates, fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 400 }), (rate, lengths) => {
      const points = cutPoints(lengths, rate)
      assert.equal(points.length, lengths.length + 1)
      assert.equal(points[0], 0)
      for (const [index, point] of points.slice(1).entries()) assert.ok(point > (points[index] ?? 0))
    }),
  )
})

test('every cut lies within half a frame of its exact time, at the end as at the start', () => {
  fc.assert(
    fc.property(rates, panelLengths, (rate, lengths) => {
      let passed = 0n
      for (const [index, point] of cutPoints(lengths, rate).entries()) {
        // |point − passed·rate/1000| ≤ 1/2, in whole numbers.
        const off = 2n * (BigInt(point) * 1000n * BigInt(rate.den) - passed * BigInt(rate.num))
        assert.ok((off < 0n ? -off : off) <= 1000n * BigInt(rate.den), `cut ${index} drifts`)
        passed += BigInt(lengths[index] ?? 0)
      }
    }),
  )
})

test('lengths are known in frames for whole seconds', () => {
  assert.deepEqual(cutPoints([1000, 1000, 1000], commonRates['24']), [0, 24, 48, 72])
  assert.deepEqual(cutPoints([1001, 1001], commonRates['29.97']), [0, 30, 60])
  // 3 × 1.5 frames are not 3 × 2 frames.
  assert.deepEqual(cutPoints([60, 60, 60], commonRates['25']), [0, 2, 3, 5])
})

test('panels shorter than a frame borrow one and give it back', () => {
  assert.deepEqual(cutPoints([1, 1, 1, 997], commonRates['24']), [0, 1, 2, 3, 24])
})
