/** Longest that a job waits in its place because the service asked for it. */
const longestWaitMs = 60_000

export function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop)
        resolve()
      },
      Math.min(ms, longestWaitMs),
    )
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
  })
}
