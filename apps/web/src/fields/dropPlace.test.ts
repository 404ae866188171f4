import { expect, test } from 'vitest'
import { dropPlace } from './dropPlace.ts'

const siblings = ['a', 'b', 'c'].map(id => ({ id }))

test.each([
  ['c', 'before', 'a', { parentId: 'p', after: 'b' }],
  ['c', 'after', 'a', { parentId: 'p', after: 'c' }],
  ['a', 'before', 'c', { parentId: 'p', after: null }],
  ['b', 'before', 'x', { parentId: 'p', after: 'a' }],
  ['b', 'after', 'b', null],
  ['c', 'before', 'b', { parentId: 'p', after: 'a' }],
  ['c', 'before', 'ab', { parentId: 'p', after: null }],
] as const)('over %s, %s it: %s', (over, side, dragged, place) => {
  expect(dropPlace('p', siblings, over, side, new Set(dragged))).toEqual(place)
})
