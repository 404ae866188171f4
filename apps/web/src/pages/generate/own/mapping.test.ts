import type { WorkflowPlace, WorkflowRole } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { found, guessed, keyOf, lacking, mapped, placesToSend, rolesFor, shared } from './mapping.ts'

const place = (nodeId: string, input: string, value: string | number, role: WorkflowRole | null = null): WorkflowPlace => ({
  ...{ nodeId, input, value, role },
  label: `Node ${nodeId}`,
})
const prompt = place('6', 'text', 'a fox', 'prompt')
const seed = place('3', 'seed', 7, 'seed')
const second = place('12', 'noise_seed', 9)
const places = [prompt, seed, second]

test('what was guessed stands there, and can be changed and taken back', () => {
  const first = guessed(places)
  expect(placesToSend(places, first)).toEqual([
    { role: 'prompt', nodeId: '6', input: 'text' },
    { role: 'seed', nodeId: '3', input: 'seed' },
  ])
  const changed = mapped(mapped(first, second, 'steps'), prompt, null)
  expect(placesToSend(places, changed).map(({ role }) => role)).toEqual(['seed', 'steps'])
  expect(first.get(keyOf(prompt))).toBe('prompt')
})

test('a guess that what stands there cannot be is none', () => {
  expect([...guessed([place('6', 'text', 'a fox', 'seed')])]).toEqual([])
})

test('texts are offered what takes text, numbers what takes numbers', () => {
  expect(rolesFor('a fox')).toContain('voice')
  expect(rolesFor('a fox')).not.toContain('seed')
  expect(rolesFor(7)).toContain('seed')
  expect(rolesFor(7)).not.toContain('prompt')
})

test('what goes to several places is said, and what no place takes', () => {
  const both = mapped(guessed(places), second, 'seed')
  expect(shared(both)).toEqual(['Seed goes to 2 places.'])
  expect(lacking('text-to-image', both)).toEqual([])
  expect(lacking('inpaint', both)).toHaveLength(2)
  expect(lacking('text-to-image', mapped(guessed(places), seed, null))).toEqual([
    'No input takes the seed, so every take of the same words is the same.',
  ])
})

test('inputs are found by title, number, name and value', () => {
  const finds = (words: string) => found(places, words).map(({ nodeId }) => nodeId)
  expect([finds('NODE 6'), finds('#12'), finds('noise'), finds('fox'), finds(' '), finds('owl')]).toEqual([
    ['6'],
    ['12'],
    ['12'],
    ['6'],
    ['6', '3', '12'],
    [],
  ])
})
