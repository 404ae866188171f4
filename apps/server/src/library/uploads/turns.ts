/** Lets at most so many pieces of work run together; the others wait in the order in which they came. */
export function takingTurns(most: number): <Result>(work: () => Promise<Result>, signal: AbortSignal) => Promise<Result> {
  const waiting = new Set<() => void>()
  let running = 0

  /** Rejects where the signal comes first; then nothing has been taken. */
  function turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const start = () => {
      signal.removeEventListener('abort', leave)
      running += 1
      resolve()
    }
    const leave = () => {
      waiting.delete(start)
      reject(signal.reason as Error)
    }
    if (running < most) start()
    else {
      waiting.add(start)
      signal.addEventListener('abort', leave, { once: true })
    }
    return promise
  }

  return async (work, signal) => {
    signal.throwIfAborted()
    await turn(signal)
    try {
      return await work()
    } finally {
      running -= 1
      const [next] = waiting
      if (next) {
        waiting.delete(next)
        next()
      }
    }
  }
}
