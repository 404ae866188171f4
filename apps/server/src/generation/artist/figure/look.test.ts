import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookOf } from './look.ts'

test('words are taken literally', () => {
  const look = lookOf('Mara', '#c0503f', 'Woman, 34, short, curly red hair, glasses, green raincoat, scarf')
  assert.deepEqual(
    [look.hair, look.eyewear, look.garment, look.scarf, look.beard, look.age],
    ['curls', 'glasses', 'coat', true, 'none', 'adult'],
  )
  assert.deepEqual(look.colour, [192, 80, 63])
  const jonas = lookOf('Jonas', '', 'an old detective with a grey beard and a fedora')
  assert.deepEqual([jonas.hat, jonas.beard, jonas.age], ['fedora', 'full', 'old'])
  assert.equal(lookOf('Tim', '', 'a boy of 8').age, 'child')
})

test('what the words leave open follows from the name', () => {
  assert.deepEqual(lookOf('Ines', '', ''), lookOf('Ines', '', ''))
  const crowd = Array.from({ length: 40 }, (_, index) => JSON.stringify(lookOf(`Name ${index}`, '', '')))
  assert.equal(new Set(crowd).size, crowd.length)
})

test('one more word changes what it speaks of and nothing else', () => {
  const { hat: _, ...bare } = lookOf('Ines', '#888', 'woman')
  const { hat, ...capped } = lookOf('Ines', '#888', 'woman in a beanie')
  assert.equal(hat, 'beanie')
  assert.deepEqual(capped, bare)
})
