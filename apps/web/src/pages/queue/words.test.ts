import { expect, test } from 'vitest'
import { aJob } from '../../testing/make.ts'
import { kindName, whyWaiting } from './words.ts'

const quiet = { paused: false, workers: [{ kind: 'draw-panel', slots: 2, running: 2 }], before: 3 }

test('the reason why a job waits is the one that has to go first', () => {
  const failed = { attempt: 1, error: { code: 'x', message: 'No answer.' } }
  expect([
    whyWaiting(aJob('a', { paused: true, ...failed }), { ...quiet, paused: true }),
    whyWaiting(aJob('a', failed), { ...quiet, paused: true }),
    whyWaiting(aJob('a', failed), quiet),
    whyWaiting(aJob('a', { stage: 'no server has flux1-dev.safetensors' }), quiet),
    whyWaiting(aJob('a', { kind: 'upscale', pull: true }), quiet),
    whyWaiting(aJob('a', { pooled: true }), quiet),
    whyWaiting(aJob('a'), quiet),
    whyWaiting(aJob('a'), { ...quiet, before: 0, workers: [{ kind: 'draw-panel', slots: 1, running: 1 }] }),
    whyWaiting(aJob('a'), { ...quiet, before: 1, workers: [] }),
    whyWaiting(aJob('a'), { ...quiet, before: 0, workers: [{ kind: 'draw-panel', slots: 1, running: 0 }] }),
  ]).toEqual([
    'Held back until it is let go on',
    'The queue is paused',
    'Attempt 1 of 3 failed, tried again in a moment: No answer.',
    'No server has flux1-dev.safetensors',
    'Waits for a pull worker that does “upscale”, 3 jobs before it',
    'Waits for a server to be free, 3 jobs before it',
    'All 2 places are taken, 3 jobs before it',
    'Its place is taken, next in turn',
    'Nothing here does “draw-panel”, 1 job before it',
    'Starts at once, next in turn',
  ])
})

test('kinds have names for people', () => {
  expect([kindName('render'), kindName('face-restore')]).toEqual(['Film', 'Face restore'])
})
