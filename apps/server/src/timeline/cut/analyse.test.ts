import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AnalysedClip, analyse } from './analyse.ts'

const rate = { num: 24, den: 1 }
const clip = (id: string, startFrame: number, durationFrames: number, change: Partial<AnalysedClip> = {}): AnalysedClip => ({
  id,
  sceneId: 'a',
  track: 'V1',
  startFrame,
  durationFrames,
  shotSize: 'wide',
  ...change,
})

test('a scene is measured from its first frame to its last', () => {
  const found = analyse(
    [clip('1', 24, 48), clip('2', 72, 24, { shotSize: 'close-up' }), clip('x', 96, 24, { sceneId: 'b' })],
    'a',
    rate,
  )
  assert.deepEqual(found, {
    startFrame: 24,
    durationFrames: 72,
    durationMs: 3000,
    clipCount: 2,
    gaps: [],
    overlaps: [],
    shotSizes: { wide: 1, 'close-up': 1 },
    averageShotMs: 1500,
    shortestShotMs: 1000,
    longestShotMs: 2000,
  })
})

test('a gap is where no clip of any scene lies', () => {
  const cut = [
    clip('1', 0, 24),
    clip('2', 100, 10),
    clip('other', 30, 20, { sceneId: 'b' }),
    clip('sound', 24, 76, { track: 'A1' }),
  ]
  assert.deepEqual(analyse(cut, 'a', rate).gaps, [
    { startFrame: 24, endFrame: 30 },
    { startFrame: 50, endFrame: 100 },
  ])
})

test('clips overlap on one track only, each pair for itself', () => {
  const cut = [clip('1', 0, 50), clip('2', 10, 5), clip('3', 40, 20), clip('title', 0, 50, { track: 'V2' })]
  assert.deepEqual(analyse(cut, 'a', rate).overlaps, [
    { startFrame: 10, endFrame: 15, clipIds: ['1', '2'] },
    { startFrame: 40, endFrame: 50, clipIds: ['1', '3'] },
  ])
})

test('a scene that is not in the cut has no length', () => {
  const { durationFrames, clipCount, averageShotMs, gaps } = analyse([clip('1', 5, 5)], 'b', rate)
  assert.deepEqual(
    { durationFrames, clipCount, averageShotMs, gaps },
    { durationFrames: 0, clipCount: 0, averageShotMs: 0, gaps: [] },
  )
})
