import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gaussian, randomFrom } from '../random.ts'
import { createPaces, learnPace, paceOf } from './paces.ts'

const slowness = { fast: 0.5, usual: 1, slow: 2 }
const bases = { short: 6, long: 120 }

test('after twenty jobs a server, every pair is known within a quarter', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = randomFrom(seed)
    const paces = createPaces()
    for (let round = 0; round < 20; round += 1)
      for (const [server, factor] of Object.entries(slowness)) {
        const preset = random() < 0.5 ? 'short' : 'long'
        learnPace(paces, server, preset, 1, bases[preset] * factor * Math.exp(0.2 * gaussian(random)))
      }
    for (const [server, factor] of Object.entries(slowness))
      for (const [preset, base] of Object.entries(bases)) {
        const error = Math.abs(Math.log(paceOf(paces, server, preset).median / (base * factor)))
        assert.ok(error < Math.log(1.25), `seed ${seed}: ${server} ${preset} is off by ${Math.exp(error).toFixed(2)}`)
      }
  }
})

test('a pair that was never seen is guessed from its server and its preset', () => {
  const paces = createPaces()
  for (let round = 0; round < 20; round += 1) {
    learnPace(paces, 'usual', 'short', 1, 6)
    learnPace(paces, 'usual', 'long', 1, 120)
    learnPace(paces, 'slow', 'short', 1, 12)
  }
  const { median } = paceOf(paces, 'slow', 'long')
  assert.ok(median > 180 && median < 300, `240 expected, ${median} guessed`)
})

test('what is seen makes the guess surer, and work counts', () => {
  const paces = createPaces()
  const before = paceOf(paces, 'a', 'p').spread
  for (let round = 0; round < 30; round += 1) learnPace(paces, 'a', 'p', 5, 50)
  const { median, spread } = paceOf(paces, 'a', 'p')
  assert.ok(spread < before)
  assert.ok(Math.abs(median - 10) < 1)
  learnPace(paces, 'a', 'p', 0, 50)
  learnPace(paces, 'a', 'p', 1, Number.NaN)
  assert.equal(paceOf(paces, 'a', 'p').median, median)
})
