import { expect, test } from 'vitest'
import { mentionAt, mentionedIn, offersFor, withMention } from './mentions.ts'

const people = [
  { accountId: 'a', name: 'Ann' },
  { accountId: 'l', name: 'Ann Lee' },
  { accountId: 'b', name: 'Ben Öz' },
]

test('an @ at the beginning of a word asks for a person', () => {
  expect(mentionAt('Look @Be', 8)).toEqual({ from: 5, typed: 'Be' })
  expect(mentionAt('@', 1)).toEqual({ from: 0, typed: '' })
  expect(mentionAt('ann@example', 11)).toBeNull()
  expect(mentionAt('@Ben now', 8)).toBeNull()
})

test('people are found by any word of their name', () => {
  expect(offersFor('ö', people).map(({ accountId }) => accountId)).toEqual(['b'])
  expect(offersFor('ann', people)).toHaveLength(2)
})

test('a name is put in where the @ stood', () => {
  expect(withMention('Look @Be here', 5, 8, 'Ben Öz')).toEqual({ text: 'Look @Ben Öz here', caret: 13 })
})

test('of two names that begin alike the longer one is meant', () => {
  expect(mentionedIn('@Ann Lee, see', people)).toEqual(['l'])
  expect(mentionedIn('@Ann Lee and @Ann', people).sort()).toEqual(['a', 'l'])
  expect(mentionedIn('ann', people)).toEqual([])
})
