/** Simulated time: one real second holds `scale` simulated ones. */
export type SimulatedTime = {
  /** Simulated milliseconds since the start. */
  readonly now: () => number
  /** Rejects when the signal is aborted, or the time ends. */
  readonly sleep: (seconds: number, signal?: AbortSignal) => Promise<void>
  /** Wakes every sleeper, with an error. */
  readonly end: () => void
}

export function startTime(scale: number): SimulatedTime {
  const began = performance.now()
  const ending = new AbortController()
  return {
    now: () => (performance.now() - began) * scale,
    sleep: async (seconds, signal) => {
      const either = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal])
      either.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, (seconds * 1000) / scale)
      const stop = () => reject(either.reason)
      either.addEventListener('abort', stop, { once: true })
      try {
        await promise
      } finally {
        clearTimeout(timer)
        either.removeEventListener('abort', stop)
      }
    },
    end: () => ending.abort(new Error('the time has ended')),
  }
}
