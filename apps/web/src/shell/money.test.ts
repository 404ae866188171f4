import { expect, test } from 'vitest'
import { money } from './money.ts'

test('sums are read in dollars, and what is free says so', () => {
  expect([money(0), money(40_000), money(1_250), money(12_000_000)]).toEqual(['nothing', '$0.04', '$0.0013', '$12.00'])
})
