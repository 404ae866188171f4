import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { lettered, runsLeftwards } from './lettering.ts'

test('words are kept whole and in order while they fit', () => {
  assert.deepEqual(lettered('The last reel is still in the projector.', 12, 3), ['The last reel is still', 'in the projector.'])
})

test('what does not fit ends in an ellipsis on the last line', () => {
  const lines = lettered('word '.repeat(200), 12, 2)
  assert.equal(lines.length, 2)
  assert.match(lines[1] ?? '', /word…$|wor…$|wo…$/)
})

test('scripts without spaces are broken at words', () => {
  const text = '我们不该来这里，天黑以后更不该来，更不该不告诉任何人。'
  const lines = lettered(text, 12, 5)
  assert.ok(lines.length > 1)
  assert.equal(lines.join(''), text)
  assert.ok(lines.every(line => !/^[，。]/.test(line)))
})

test('a word longer than the line is broken rather than lost', () => {
  const lines = lettered('x'.repeat(60), 10, 9)
  assert.equal(lines.join(''), 'x'.repeat(60))
})

test('a family of four stays together', () => {
  const family = '👩‍👩‍👧‍👦'
  for (const line of lettered(family.repeat(30), 8, 3)) assert.equal(line.replaceAll(family, '').replace('…', ''), '')
})

test('there are never more lines than asked for, and no line is empty', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 3, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      (text, width, limit) => {
        const lines = lettered(text, width, limit)
        assert.ok(lines.length <= limit)
        assert.ok(lines.every(line => line !== ''))
      },
    ),
  )
})

test('the direction is that of the first letter', () => {
  assert.ok(runsLeftwards('… شكرا'))
  assert.ok(runsLeftwards('שלום Mara'))
  assert.ok(!runsLeftwards('Mara שלום'))
  assert.ok(!runsLeftwards('42'))
})
