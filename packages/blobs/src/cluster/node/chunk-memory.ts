import { createPlaces } from '../../places.ts'

/** Nearly all chunks have this many bytes or fewer. */
const usualSize = 4 * 1024 * 1024

/**
 * Memory for so many chunks, used again and again: new pages for each of them would cost as much as writing them. Whoever
 * comes when all is lent waits.
 */
export function createChunkMemory(count: number) {
  const places = createPlaces(count)
  const idle: Buffer[] = []
  return {
    /** Lends memory until the work has ended; `take` gives so many bytes of it. What was in them before still is. */
    async lend<T>(work: (take: (size: number) => Buffer) => Promise<T>): Promise<T> {
      await places.enter()
      const buffer = idle.pop() ?? Buffer.allocUnsafeSlow(usualSize)
      const take = (size: number) => (size <= usualSize ? buffer.subarray(0, size) : Buffer.allocUnsafeSlow(size))
      try {
        return await work(take)
      } finally {
        idle.push(buffer)
        places.leave()
      }
    },
  }
}
