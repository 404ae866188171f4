import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { VideoFacts } from '../probe/facts.ts'
import { ladderRate, ladderRungs, quickRung, segmentFrames } from './rungs.ts'

const film: VideoFacts = {
  position: 0,
  start: 0,
  end: null,
  codec: 'h264',
  profile: 'High',
  width: 1920,
  height: 1080,
  codedWidth: 1920,
  codedHeight: 1080,
  rotation: 0,
  sampleAspect: { num: 1, den: 1 },
  rate: { num: 24, den: 1 },
  isVariable: false,
  pixelFormat: 'yuv420p',
  bitDepth: 8,
  dynamicRange: 'sdr',
  assumedMatrix: null,
  isInterlaced: false,
  isMirrored: false,
  beginsWithin: false,
  kbps: null,
}
const rungsOf = (facts: Partial<VideoFacts>) => ladderRungs({ ...film, ...facts }, { num: 24, den: 1 })

test('a film has the rungs that are no larger than it', () => {
  const named = (facts: Partial<VideoFacts>) => rungsOf(facts).map(one => `${one.name} ${one.width}x${one.height}`)
  assert.deepEqual(named({}), ['1080p 1920x1080', '720p 1280x720', '480p 854x480', '360p 640x360', '240p 426x240'])
  assert.deepEqual(named({ width: 1080, height: 1920 }), [
    '1080p 1080x1920',
    '720p 720x1280',
    '480p 480x854',
    '360p 360x640',
    '240p 240x426',
  ])
  assert.deepEqual(named({ width: 3840, height: 2160 })[0], '1080p 1920x1080')
  assert.deepEqual(named({ width: 1138, height: 640 }), ['480p 854x480', '360p 640x360', '240p 426x240'])
  assert.deepEqual(named({ width: 626, height: 352 }), ['352p 626x352'])
  assert.deepEqual(named({ width: 161, height: 121 }), ['121p 160x120'])
  // No decoder of a phone takes 32,000 pixels in a row.
  assert.deepEqual(named({ width: 32_000, height: 240 }), ['30p 4096x30'])
})

test('rungs are even, smaller than the source, in its shape, and fall in size and bit rate', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 8192 }),
      fc.integer({ min: 2, max: 8192 }),
      fc.option(fc.integer({ min: 50, max: 50_000 })),
      (width, height, kbps) => {
        const rungs = rungsOf({ width, height, kbps })
        assert.ok(rungs.length > 0)
        for (const [i, rung] of rungs.entries()) {
          assert.ok(rung.width % 2 === 0 && rung.height % 2 === 0)
          assert.ok(rung.width <= width && rung.height <= height, `${rung.width}x${rung.height} of ${width}x${height}`)
          assert.ok(Math.abs(rung.width * height - rung.height * width) <= 2 * Math.max(width, height), 'shape')
          const above = rungs[i - 1]
          assert.ok(above === undefined || (rung.height < above.height && rung.maxKbps <= above.maxKbps))
        }
      },
    ),
  )
})

test('the first quality to watch is a small one, but no stamp', () => {
  assert.equal(quickRung(rungsOf({}))?.name, '360p')
  assert.equal(quickRung(rungsOf({ width: 320, height: 240 }))?.name, '240p')
})

test('no rung has more bits than the source could use', () => {
  assert.ok(rungsOf({ kbps: 600 }).every(one => one.maxKbps <= 720))
})

test('segments are whole frames, about four seconds', () => {
  assert.equal(segmentFrames({ num: 24_000, den: 1001 }), 96)
  assert.equal(segmentFrames({ num: 30, den: 1 }), 120)
  assert.deepEqual(ladderRate({ ...film, rate: { num: 120, den: 1 } }), { num: 120, den: 2 })
})
