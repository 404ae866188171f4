import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comesBack } from '../../../properties/comes-back.ts'
import { writeFcpxml } from '../write.ts'
import { readFcpxml } from './read.ts'

for (const version of ['1.8', '1.10', '1.13'] as const)
  test(`what is written as ${version} comes back: frames, ids, fades, levels, captions, markers`, () => {
    comesBack(
      timeline => writeFcpxml(timeline, { version, target: version === '1.10' ? 'resolve' : 'fcp' }),
      readFcpxml,
      (back, timeline) => {
        assert.deepEqual(back.tracks, timeline.tracks)
        assert.deepEqual(back.markers.length, timeline.markers.length)
      },
    )
  })
