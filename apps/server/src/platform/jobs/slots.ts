/** A fixed number of places; whoever asks for one when all are taken waits in line. */
export function createSlots(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  return {
    async within<T>(work: () => Promise<T>): Promise<T> {
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
