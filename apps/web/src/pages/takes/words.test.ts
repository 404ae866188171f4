import { expect, test } from 'vitest'
import { fieldName, valueText } from './words.ts'

test('paths of fields are read as words', () => {
  expect([fieldName('inputs.shotSize'), fieldName('characters.0.look'), fieldName('negativePrompt'), fieldName('seed')]).toEqual([
    'shot size',
    'character 1, look',
    'kept out',
    'seed',
  ])
})

test('values are read as text', () => {
  expect([valueText(null), valueText(''), valueText(0), valueText(false), valueText(['a'])]).toEqual([
    'none',
    'none',
    '0',
    'false',
    '["a"]',
  ])
})
