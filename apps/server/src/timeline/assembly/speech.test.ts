import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { cuesOf, speakingMs } from './speech.ts'

const rate = { num: 24, den: 1 }
const words = fc
  .array(fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme' }), { maxLength: 40 })
  .map(parts => parts.join(' '))
const speeches = fc.array(fc.record({ speaker: fc.constantFrom('MARA', null), text: words }), { maxLength: 12 })

test('cues follow one another inside their shot, each at least a frame long', () => {
  fc.assert(
    fc.property(speeches, fc.integer({ min: 1, max: 5000 }), (said, frames) => {
      let reached = 0
      for (const { start, duration, text } of cuesOf(said, frames, rate)) {
        assert.equal(start, reached)
        assert.ok(duration >= 1)
        assert.ok(text.isWellFormed())
        reached = start + duration
      }
      assert.ok(reached <= frames)
    }),
  )
})

test('every word that is spoken is in a cue, in order', () => {
  const bare = (text: string) => text.replaceAll(/\s/g, '')
  fc.assert(
    fc.property(speeches, fc.integer({ min: 1, max: 5000 }), (said, frames) => {
      const cues = cuesOf(said, frames, rate)
      assert.equal(bare(cues.map(({ text }) => text).join('')), bare(said.map(({ text }) => text).join('')))
    }),
  )
})

test('a short line stays a second, a long one as long as it takes to read', () => {
  assert.equal(speakingMs('No.'), 1000)
  assert.equal(speakingMs('x'.repeat(48)), 3000)
  const cues = cuesOf(
    [
      { speaker: 'MARA', text: 'No.' },
      { speaker: 'JON', text: 'x'.repeat(48) },
    ],
    240,
    rate,
  )
  assert.deepEqual(
    cues.map(({ speaker, start, duration }) => [speaker, start, duration]),
    [
      ['MARA', 0, 24],
      ['JON', 24, 72],
    ],
  )
})

test('a long speech becomes several cues of at most two lines, cut at sentences', () => {
  const text =
    'The last reel never came. I waited by the door until the lamps went out, and then I waited a little longer. Nobody came.'
  const cues = cuesOf([{ speaker: 'MARA', text }], 480, rate)
  assert.deepEqual(cues[0]?.text, 'The last reel never came.')
  assert.ok(cues.length === 3 && cues.every(cue => cue.text.length <= 84 && cue.speaker === 'MARA'))
})

test('a single character of many marks is still cut into cues that end', () => {
  const cues = cuesOf([{ speaker: null, text: `e${'\u0301'.repeat(500)}` }], 480, rate)
  assert.equal(
    cues.map(({ text }) => text.length).reduce((sum, length) => sum + length),
    501,
  )
})
