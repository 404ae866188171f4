import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { commonRates } from './rate.ts'
import { formatTimecode, framesPerDay, parseTimecode } from './timecode.ts'

// Published pairs: SMPTE ST 12-1's drop-frame rule worked out by hand at its corners.
const pairs: [frames: number, rate: keyof typeof commonRates, dropFrame: boolean, text: string][] = [
  [0, '29.97', true, '00:00:00;00'],
  [1799, '29.97', true, '00:00:59;29'],
  [1800, '29.97', true, '00:01:00;02'],
  [17981, '29.97', true, '00:09:59;29'],
  [17982, '29.97', true, '00:10:00;00'],
  [107892, '29.97', true, '01:00:00;00'],
  [2589407, '29.97', true, '23:59:59;29'],
  [3599, '59.94', true, '00:00:59;59'],
  [3600, '59.94', true, '00:01:00;04'],
  [215784, '59.94', true, '01:00:00;00'],
  [1800, '29.97', false, '00:01:00:00'],
  [86400, '23.976', false, '01:00:00:00'],
  [90000, '25', false, '01:00:00:00'],
]

for (const [frames, rate, dropFrame, text] of pairs)
  test(`frame ${frames} at ${rate} is ${text}`, () => {
    assert.equal(formatTimecode(frames, commonRates[rate], dropFrame), text)
    assert.deepEqual(parseTimecode(text, commonRates[rate], dropFrame), { frames, dropFrame })
  })

test('every frame of a day comes back from its timecode', () => {
  const grid = fc.constantFrom(...Object.values(commonRates)).chain(rate =>
    fc.boolean().chain(wanted => {
      const dropFrame = wanted && rate.den === 1001 && rate.num !== 24000
      return fc.tuple(fc.constant(rate), fc.constant(dropFrame), fc.nat({ max: framesPerDay(rate, dropFrame) - 1 }))
    }),
  )
  fc.assert(
    fc.property(grid, ([rate, dropFrame, frames]) => {
      assert.deepEqual(parseTimecode(formatTimecode(frames, rate, dropFrame), rate, dropFrame), { frames, dropFrame })
    }),
    { numRuns: 2000 },
  )
})

test('the clock starts again after a day', () => {
  assert.equal(formatTimecode(framesPerDay(commonRates['29.97'], true), commonRates['29.97'], true), '00:00:00;00')
})

for (const [text, why] of [
  ['00:01:00;00', /left out/],
  ['00:00:00:30', /counts frame 30/],
  ['24:00:00:00', /past the clock/],
  ['one hour', /Not a timecode/],
] as const)
  test(`${text} at 29.97 is refused`, () => {
    assert.throws(() => parseTimecode(text, commonRates['29.97']), why)
  })

test('drop frame at 25 is refused', () => {
  assert.throws(() => formatTimecode(0, commonRates['25'], true), RangeError)
  assert.throws(() => parseTimecode('00:00:00;00', commonRates['25']), RangeError)
})
