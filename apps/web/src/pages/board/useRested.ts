import { startTransition, useEffect, useRef, useState } from 'react'

/** A value that follows at once when it has long stood still, and otherwise when it does so again: what flies past is left out. */
export function useRested<T>(value: T, restMs: number): T {
  const [rested, setRested] = useState(value)
  const changedAt = useRef(-Infinity)
  useEffect(() => {
    const now = performance.now()
    const stood = now - changedAt.current
    changedAt.current = now
    const timer = setTimeout(() => startTransition(() => setRested(value)), stood < restMs ? restMs : 0)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return rested
}
