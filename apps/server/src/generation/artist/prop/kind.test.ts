import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recogniseProp } from './kind.ts'

test('the thing that is named first is the one', () => {
  assert.equal(recogniseProp('The key lies on the letter.')?.draw.name, 'key')
  assert.equal(recogniseProp('She lifts the letter from the key.')?.draw.name, 'letter')
})

test('things are found among other words, in any case, in the plural', () => {
  const cases = {
    'A REEL of film turns': 'filmReel',
    'two cups of tea': 'cup',
    'an old rotary phone rings': 'telephone',
    'her phone lights up': 'phone',
    'the clock stops': 'clock',
    'a photograph of him': 'photograph',
    'a gun': 'gun',
  }
  for (const [text, name] of Object.entries(cases)) assert.equal(recogniseProp(text)?.draw.name, name, text)
})

test('a word inside another word is no thing', () => {
  assert.equal(recogniseProp('The monkey begun to spring.'), undefined)
})
