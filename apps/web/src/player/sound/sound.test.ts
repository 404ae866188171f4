import { expect, test } from 'vitest'
import type { Sound } from '../programme.ts'
import { decodingRate } from './buffers.ts'
import { gainAt, rampsFrom, soundsNear } from './envelope.ts'

const sound = (fields: Partial<Sound> = {}): Sound => ({
  ...{ id: 's', url: '/song.mp3', start: 100, end: 200, fromSeconds: 0, speed: 1, seconds: 60, gainDb: 0 },
  fadeIn: { frames: 0, curve: 'straight' },
  fadeOut: { frames: 0, curve: 'straight' },
  ...fields,
})

test('gain is in decibels, and outside its clip nothing is heard', () => {
  expect(gainAt(sound({ gainDb: -6 }), 150)).toBeCloseTo(0.501, 3)
  expect([99, 200].map(frame => gainAt(sound(), frame))).toEqual([0, 0])
})

test('a fade is straight, and two sounds that cross over keep their power level', () => {
  expect(gainAt(sound({ fadeIn: { frames: 20, curve: 'straight' } }), 105)).toBeCloseTo(0.25)
  const leaving = sound({ fadeOut: { frames: 20, curve: 'power' } })
  const entering = sound({ start: 180, end: 300, fadeIn: { frames: 20, curve: 'power' } })
  for (const frame of [181, 187, 190, 199]) expect(gainAt(leaving, frame) ** 2 + gainAt(entering, frame) ** 2).toBeCloseTo(1)
})

test('ramps begin where one is, and fades that are over have none', () => {
  const faded = sound({ fadeIn: { frames: 20, curve: 'straight' }, fadeOut: { frames: 10, curve: 'straight' } })
  expect(rampsFrom(faded, 0).map(({ from, to }) => [from, to])).toEqual([
    [100, 120],
    [190, 200],
  ])
  const [rest] = rampsFrom(faded, 110)
  expect([rest?.from, rest?.values[0], rest?.values.at(-1)]).toEqual([110, 0.5, 1])
  expect(rampsFrom(faded, 150)).toHaveLength(1)
  expect(rampsFrom(sound(), 100)).toEqual([])
})

test('only sounds that are due are handed on', () => {
  const many = [sound(), sound({ id: 'later', start: 400, end: 500 })]
  expect(soundsNear(many, 90, 36).map(({ id }) => id)).toEqual(['s'])
  expect(soundsNear(many, 200, 36)).toEqual([])
})

test('a long piece is decoded so that it fits into memory', () => {
  expect(decodingRate(200)).toBe(48_000)
  expect(decodingRate(1000)).toBe(15_000)
  expect(decodingRate(20_000)).toBe(8000)
})
