import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plannedRendition } from './planned.ts'
import { renditionSeconds, type VideoRendition } from './rendition.ts'

const started: VideoRendition = {
  ...{ kind: 'video', directory: '360p', codec: 'avc1.64001f', timescale: 1000, startTicks: 0, width: 640, height: 360 },
  ...{ rate: { num: 25, den: 1 }, maxKbps: 800, segments: [{ ticks: 4000, bytes: 100 }] },
}

test('a started rendition promises the rest of the film, and no tail that a probe may be wrong about', () => {
  assert.deepEqual(
    plannedRendition(started, 10).segments.map(({ ticks }) => ticks),
    [4000, 4000, 2000],
  )
  assert.equal(renditionSeconds(plannedRendition(started, 8.2)), 8)
  assert.equal(plannedRendition(started, 3).segments.length, 1)
})
