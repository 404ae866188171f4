import { expect, test } from 'vitest'
import { totalOf } from './total.ts'

const status = (queued: number, running: number, succeeded: number, progress: number | null) => ({
  queued,
  running,
  succeeded,
  failed: 0,
  cancelled: 0,
  progress,
})

test('the total grows as jobs end, from the moment the work began', () => {
  const before = totalOf(status(0, 0, 40, null), undefined)
  expect(before).toEqual({ share: null, endedBefore: 40 })
  const begun = totalOf(status(8, 2, 40, 0.05), before)
  expect(begun.share).toBeCloseTo(0.05)
  const half = totalOf(status(3, 2, 45, 0.2), begun)
  expect(half.share).toBeCloseTo(0.6)
  expect(totalOf(status(0, 0, 50, null), half)).toEqual({ share: null, endedBefore: 50 })
})

test('old jobs that are cleared away meanwhile do not turn it negative', () => {
  expect(totalOf(status(5, 0, 2, 0), { share: 0.5, endedBefore: 40 }).share).toBe(0)
})
