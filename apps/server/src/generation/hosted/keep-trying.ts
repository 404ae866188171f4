import { waitFor } from './wait-for.ts'

/** Milliseconds. */
const firstPause = 250
const longestPause = 15_000
const patience = 900_000

/**
 * For what is written down of something that has been paid for: the database or the store may be away for a while, and what is
 * not written down then is lost.
 * @throws what `work` threw last, once the signal or the patience has ended
 */
export async function keepTrying<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const until = performance.now() + patience
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 2)) {
    try {
      return await work()
    } catch (error) {
      if (signal.aborted || performance.now() > until) throw error
      await waitFor(pause, signal).catch(() => undefined)
    }
  }
}
