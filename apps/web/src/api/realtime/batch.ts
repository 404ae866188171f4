import type { QueryKey } from '@tanstack/react-query'

/**
 * Gathers what has changed and hands it over at most once in `everyMs`, so that a thousand panels drawn in a minute are
 * a handful of requests.
 */
export function createBatch<T>(
  hand: (gathered: T[]) => void,
  everyMs: number,
  later: (work: () => void, ms: number) => void = (work, ms) => void setTimeout(work, ms),
) {
  let gathered = new Map<string, T>()
  let isWaiting = false
  return (key: QueryKey, value: T) => {
    gathered.set(JSON.stringify(key), value)
    if (isWaiting) return
    isWaiting = true
    later(() => {
      isWaiting = false
      const batch = [...gathered.values()]
      gathered = new Map()
      hand(batch)
    }, everyMs)
  }
}
