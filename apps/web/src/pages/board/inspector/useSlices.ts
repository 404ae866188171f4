import type { Panel } from '@storycanvas/api'
import { startTransition, useEffect, useState } from 'react'

/** Whoever is busy all the time is given the next slice at the latest after this. */
const LATEST_MS = 200

/**
 * The panel for each slice of what stands beside the board: the first has it at once, and the others one after the other
 * when nothing else is to do, so that no picture of the screen waits for all of them; while the board moves on (not `isStill`)
 * they wait. A slice is without one until it is shown first.
 */
export function useSlices(panel: Panel, count: number, isStill: boolean): readonly (Panel | undefined)[] {
  const [held, setHeld] = useState<readonly (Panel | undefined)[]>(() => Array.from({ length: count }))
  // What changes in the panel itself shows everywhere at once, and stays so where a slice waits for the next panel.
  const slices = held.map((slice, at) => (at === 0 || slice?.id === panel.id ? panel : slice))
  if (slices.some((slice, at) => slice !== held[at])) setHeld(slices)
  const next = slices.findIndex(slice => slice !== panel)
  useEffect(() => {
    if (next === -1 || !isStill) return
    return whenIdle(() => startTransition(() => setHeld(old => old.map((slice, at) => (at === next ? panel : slice)))))
  }, [next, panel, isStill])
  return slices
}

/** At most one in a picture of the screen, in what time is left of it; Safari has no such time to give away. */
function whenIdle(work: () => void): () => void {
  let idle = 0
  const frame = requestAnimationFrame(() => {
    if ('requestIdleCallback' in globalThis) idle = requestIdleCallback(work, { timeout: LATEST_MS })
    else work()
  })
  return () => {
    cancelAnimationFrame(frame)
    if (idle) cancelIdleCallback(idle)
  }
}
