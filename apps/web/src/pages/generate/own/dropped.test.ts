import { expect, test } from 'vitest'
import { nameFromFile, readDropped } from './dropped.ts'

const kindOf = (text: string) => readDropped('a.json', new TextEncoder().encode(text)).kind

test('a preset that is written out is told from a workflow by its kinds', () => {
  expect(kindOf('{"id":"mine","kinds":{"text-to-image":{}},"graph":{}}')).toBe('preset')
  expect(kindOf('{"3":{"class_type":"KSampler","inputs":{}}}')).toBe('workflow')
  expect(kindOf('{"kinds":{"class_type":"KSampler","inputs":{}}}')).toBe('workflow')
  expect(kindOf('{"nodes":[],"links":[]}')).toBe('workflow')
})

test('what cannot be read is left to the server, which says why', () => {
  expect(kindOf('{"kinds":')).toBe('workflow')
  expect(kindOf('[1]')).toBe('workflow')
  expect(readDropped('a.png', new Uint8Array([0x89, 0x50])).kind).toBe('workflow')
})

test('a file gives its name', () => {
  expect(nameFromFile('portrait_v3 (1).json')).toBe('portrait v3')
  expect(nameFromFile('.json')).toBe('A workflow')
})
