import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { progressReader, type RunProgress } from './progress.ts'

const said =
  'frame=48\nfps=96.0\nout_time_us=2000000\nspeed=4.0x\nprogress=continue\nframe=96\nout_time_us=4000000\nspeed=N/A\nprogress=end\n'

function reports(pieces: readonly string[]): readonly RunProgress[] {
  const found: RunProgress[] = []
  const read = progressReader(10, progress => found.push(progress))
  pieces.forEach(read)
  return found
}

test('reports tell seconds, frames, speed and the time left', () => {
  assert.deepEqual(reports([said]), [
    { seconds: 2, frames: 48, speed: 4, secondsLeft: 2 },
    { seconds: 4, frames: 96, speed: null, secondsLeft: null },
  ])
})

test('where the pipe cuts the text makes no difference', () => {
  fc.assert(
    fc.property(fc.nat(said.length), fc.nat(said.length), (a, b) => {
      const [first, second] = a < b ? [a, b] : [b, a]
      assert.deepEqual(reports([said.slice(0, first), said.slice(first, second), said.slice(second)]), reports([said]))
    }),
  )
})
