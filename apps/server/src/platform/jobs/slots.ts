import { RequestError } from '../http/problem.ts'

const soon = { retryAfterSeconds: 5 }

/** A fixed number of places; whoever asks for one when all are taken waits in line, or is turned away where that is full. */
export function createSlots(count: number, mostWaiting = Number.POSITIVE_INFINITY) {
  let free = count
  const waiting: (() => void)[] = []
  return {
    async within<T>(work: () => Promise<T>): Promise<T> {
      if (waiting.length >= mostWaiting) throw new RequestError('unavailable', 'Too many ask for this at once.', soon)
      if (free > 0) free -= 1
      else await new Promise<void>(resolve => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
    taken: () => count - free,
  }
}
