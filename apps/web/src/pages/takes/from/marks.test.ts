import { expect, test } from 'vitest'
import { type Mark, type Marks, noMarks, withMark } from './marks.ts'

const stroke = (size: number): Mark => ({ kind: 'stroke', erases: false, size, points: [[1, 1]] })
const after = (...actions: Parameters<typeof withMark>[1][]): Marks => actions.reduce(withMark, noMarks)

test('marks are taken back and laid again one by one', () => {
  expect(after(stroke(1), stroke(2), { kind: 'undo' })).toEqual({ done: [stroke(1)], undone: [stroke(2)] })
  expect(after(stroke(1), stroke(2), { kind: 'undo' }, { kind: 'undo' }, { kind: 'redo' })).toEqual({
    done: [stroke(1)],
    undone: [stroke(2)],
  })
})

test('a new mark ends what could be laid again', () => {
  expect(after(stroke(1), { kind: 'undo' }, stroke(3))).toEqual({ done: [stroke(3)], undone: [] })
})

test('with nothing there, taking back and wiping away do nothing', () => {
  expect(after({ kind: 'undo' }, { kind: 'redo' }, { kind: 'clear' })).toEqual(noMarks)
  expect(after(stroke(1), { kind: 'clear' }, { kind: 'clear' }).done).toEqual([stroke(1), { kind: 'clear' }])
})
