import { expect, test } from 'vitest'
import { readSeeds } from './seeds.ts'

test('seeds are read however they are set apart, and nothing else is', () => {
  expect([readSeeds(''), readSeeds('7'), readSeeds(' 1, 2;3\n4 '), readSeeds('0 4294967295')]).toEqual([
    [],
    [7],
    [1, 2, 3, 4],
    [0, 4_294_967_295],
  ])
  expect([readSeeds('1.5'), readSeeds('-1'), readSeeds('4294967296'), readSeeds('one'), readSeeds('1 '.repeat(21))]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})
