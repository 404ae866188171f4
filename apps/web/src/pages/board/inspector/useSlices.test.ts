import { renderHook, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { aPanel } from '../../../testing/make.ts'
import { useSlices } from './useSlices.ts'

const [one, two] = [aPanel('one'), aPanel('two')]

test('slices come one after the other, and show at once what changes in their panel', async () => {
  const { result, rerender } = renderHook(({ panel }) => useSlices(panel, 3, true), { initialProps: { panel: one } })
  expect(result.current).toEqual([one, undefined, undefined])
  await waitFor(() => expect(result.current).toEqual([one, one, one]))
  const written = { ...one, description: 'Written over' }
  rerender({ panel: written })
  expect(result.current).toEqual([written, written, written])
  rerender({ panel: two })
  expect(result.current).toEqual([two, written, written])
  await waitFor(() => expect(result.current).toEqual([two, two, two]))
})

test('slices wait while the board moves on', async () => {
  const { result, rerender } = renderHook(({ panel, isStill }) => useSlices(panel, 2, isStill), {
    initialProps: { panel: one, isStill: false },
  })
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  expect(result.current).toEqual([one, undefined])
  rerender({ panel: two, isStill: true })
  await waitFor(() => expect(result.current).toEqual([two, two]))
})
