import { expect, test } from 'vitest'
import { ago, bytesLabel, clock, spell } from './humanTime.ts'

test.each([
  [0, '0:00'],
  [65.9, '1:05'],
  [3729, '1:02:09'],
])('%d seconds are %s on a player', (seconds, shown) => expect(clock(seconds)).toBe(shown))

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [150, '3 min'],
  [4800, '1 h 20 min'],
])('%d seconds are spelt %s', (seconds, words) => expect(spell(seconds)).toBe(words))

test.each([
  [999, '999 bytes'],
  [1500, '1.5 kB'],
  [8_589_934_592, '8.6 GB'],
])('%d bytes are %s', (bytes, label) => expect(bytesLabel(bytes)).toBe(label))

test('an instant is told by its distance', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  expect(ago('2026-11-21T11:59:40Z', now)).toBe('just now')
  expect(ago('2026-11-21T09:00:00Z', now)).toBe('3 hours ago')
  expect(ago('2026-11-20T10:00:00Z', now)).toBe('yesterday')
})
