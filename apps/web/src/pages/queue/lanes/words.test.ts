import type { GenerationServer } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { foundWords, standingOf, troubleOf } from './words.ts'

const at = Date.parse('2026-11-21T09:30:00.000Z')
const server = (fields: Partial<GenerationServer>) =>
  ({
    state: 'enabled',
    condition: 'up',
    reason: null,
    restsUntil: null,
    version: '0.3.64',
    memory: 24,
    runs: [],
    ...fields,
  }) as GenerationServer

test('what a server was told to do is said before how it does', () => {
  expect([
    standingOf({ state: 'enabled', condition: 'resting' }).word,
    standingOf({ state: 'draining', condition: 'resting' }).word,
    standingOf({ state: 'off', condition: 'up' }).word,
  ]).toEqual(['resting', 'draining', 'off'])
})

test('trouble says when it is tried again', () => {
  const resting = server({ condition: 'resting', reason: 'It did not answer.', restsUntil: '2026-11-21T09:30:08.000Z' })
  expect([troubleOf(server({}), at), troubleOf(resting, at), troubleOf(resting, at + 9000)]).toEqual([
    null,
    'It did not answer. It is tried again in 8 s.',
    'It did not answer.',
  ])
})

test('a look at a server is told in words', () => {
  expect([
    foundWords(server({ runs: [{ preset: 'sd15', kinds: ['text-to-image'] }] })),
    foundWords(server({})),
    foundWords(server({ condition: 'resting', reason: 'It answers and executes nothing.' })),
  ]).toEqual([
    'ComfyUI 0.3.64, 24 GB of video memory. It can run 1 of the presets.',
    'ComfyUI 0.3.64, 24 GB of video memory. It has the files for no preset.',
    'It does not work yet: It answers and executes nothing.',
  ])
})
