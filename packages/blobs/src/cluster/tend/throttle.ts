/** Lets so many bytes a second pass; callers report what they moved and wait until that was due. */
export function createThrottle(bytesPerSecond: number) {
  let due = performance.now()
  return async (bytes: number): Promise<void> => {
    due = Math.max(due, performance.now()) + (bytes / bytesPerSecond) * 1000
    const wait = due - performance.now()
    if (wait > 20) await new Promise(resolve => setTimeout(resolve, wait))
  }
}
