import { expect, test } from 'vitest'
import { chapterAt, chapterName } from './ChaptersMenu.tsx'

const chapters = [
  { startMs: 500, title: 'Harbour' },
  { startMs: 90_000, title: '' },
]

test('a moment lies in the last chapter that has begun, and before the first in none', () => {
  expect([0, 0.5, 89.9, 90, 4000].map(seconds => chapterAt(chapters, seconds))).toEqual([-1, 0, 0, 1, 1])
})

test('a chapter without a title goes by its number', () => {
  expect([chapterName(chapters, 0), chapterName(chapters, 1)]).toEqual(['Harbour', 'Chapter 2'])
})
