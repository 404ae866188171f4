import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { overlapProblem, overlapsOf } from './overlap.ts'

const place = fc.record({ startFrame: fc.integer({ min: 0, max: 60 }), durationFrames: fc.integer({ min: 1, max: 30 }) })
const framesOf = ({ startFrame, durationFrames }: { startFrame: number; durationFrames: number }) =>
  Array.from({ length: durationFrames }, (_, index) => startFrame + index)

test('an overlap is exactly the frames that two clips share', () => {
  fc.assert(
    fc.property(place, fc.array(place, { maxLength: 8 }), (wanted, places) => {
      const clip = { id: 'wanted', name: 'wanted', ...wanted }
      const others = places.map((other, index) => ({ id: `other ${index}`, name: '', ...other }))
      const found = new Map(overlapsOf(clip, others).map(overlap => [overlap.clipId, overlap]))
      for (const other of others) {
        const shared = framesOf(other).filter(frame => framesOf(clip).includes(frame))
        const overlap = found.get(other.id)
        assert.deepEqual(
          overlap ? [overlap.startFrame, overlap.endFrame] : [],
          shared.length > 0 ? [shared[0], (shared.at(-1) ?? 0) + 1] : [],
        )
      }
    }),
  )
})

test('a clip is not in its own way', () => {
  const clip = { id: 'a', name: 'a', startFrame: 0, durationFrames: 10 }
  assert.deepEqual(overlapsOf(clip, [clip]), [])
})

test('the problem names each clip by id, name and timecode', () => {
  const settings = { rate: { num: 30_000, den: 1001 }, dropFrame: true, followsBoard: false, revision: 0 }
  const problem = overlapProblem([{ clipId: 'x', name: '1-01', startFrame: 1800, endFrame: 1830 }], settings)
  assert.equal(problem.code, 'timeline-overlap')
  assert.deepEqual(problem.errors, [{ field: 'x', message: '“1-01” is there from 01:01:00;02 to 01:01:01;02' }])
})
