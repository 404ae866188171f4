import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recogniseScene } from './kind.ts'

const drawn = (...scene: Parameters<typeof recogniseScene>) => recogniseScene(...scene).draw.name

test('a place is recognised by the words of its name', () => {
  const cases = [
    ['interior', "MARA'S KITCHEN", 'kitchen'],
    ['interior', 'All-night diner', 'diner'],
    ['interior', 'Police station - office', 'station'],
    ['interior', 'ORPHEUM CINEMA - PROJECTION ROOM', 'cinema'],
    ['exterior', 'ORPHEUM CINEMA', 'cinemaFront'],
    ['interior', 'Taxi', 'carInside'],
    ['exterior', 'Main Street', 'street'],
    ['exterior', 'Edge of the woods', 'forest'],
    ['exterior', 'Salt flats, desert', 'desert'],
    ['exterior', 'Hotel roof', 'rooftop'],
    ['unspecified', 'The beach', 'beach'],
    ['unspecified', 'Hospital room', 'hospital'],
  ] as const
  for (const [setting, name, kind] of cases) assert.equal(drawn(setting, name, ''), kind, name)
})

test('the description speaks when the name says nothing', () => {
  assert.equal(drawn('exterior', 'Later', 'Waves run up the beach.'), 'beach')
})

test('what nobody named is a plain room or a plain place outside', () => {
  assert.equal(drawn('interior', 'Xyzzy', ''), 'plainRoom')
  assert.equal(drawn('exterior', '', ''), 'plainExterior')
})

test('the setting of the panel wins over the usual one of the place', () => {
  assert.equal(recogniseScene('exterior', 'Library', '').setting, 'exterior')
  assert.equal(recogniseScene('unspecified', 'Library', '').setting, 'interior')
})
