import { expect, test } from 'vitest'
import { createSeen } from './seen.ts'

test('what plays is added up; jumps and pauses are not', () => {
  const seen = createSeen()
  for (const time of [0, 0.5, 1, 1, 50, 50.4]) seen.look(time, 100)
  expect(seen.sum()).toEqual({ watchedMs: 1400, seen: [0, 1, 50] })
})

test('the last stretch is the last one, and nothing is seen of what has no length', () => {
  const seen = createSeen()
  seen.look(9.5, 10)
  seen.look(10, 10)
  expect(seen.sum().seen.at(-1)).toBe(99)
  const empty = createSeen()
  empty.look(0, Number.NaN)
  empty.look(1, Number.NaN)
  expect(empty.sum()).toEqual({ watchedMs: 0, seen: [] })
})
