import { expect, test, vi } from 'vitest'
import { affectedBy } from './affected.ts'
import { createBatch } from './batch.ts'

test('a changed panel is fetched by itself and does not load the whole tree', () => {
  const { panel, queries } = affectedBy('panel', 'p1', 'x')
  expect(panel).toBe('p1')
  expect(queries).not.toContainEqual(['project', 'x', 'tree'])
  expect(queries).toContainEqual(['panel', 'p1', 'takes'])
})

test('a changed scene loads the tree and the cut, not the renders', () => {
  const { queries } = affectedBy('scene', 's1', 'x')
  expect(queries).toContainEqual(['project', 'x', 'tree'])
  expect(queries).not.toContainEqual(['project', 'x', 'renders'])
})

test('a changed character has its pictures and the story loaded anew', () => {
  const { queries } = affectedBy('character', 'mara', 'x')
  expect(queries).toContainEqual(['cast', 'mara'])
  expect(queries).toContainEqual(['project', 'x', 'tree'])
})

test('what changes often within the interval is handed over once', () => {
  const hand = vi.fn()
  const due: (() => void)[] = []
  const add = createBatch<string>(hand, 250, work => void due.push(work))
  add(['a'], 'first')
  add(['a'], 'second')
  add(['b'], 'other')
  expect(hand).not.toHaveBeenCalled()
  due.splice(0).forEach(work => work())
  expect(hand.mock.calls).toEqual([[['second', 'other']]])
  add(['a'], 'third')
  expect(due).toHaveLength(1)
})
