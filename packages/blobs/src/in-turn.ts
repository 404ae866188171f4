/** Runs what concerns the same key one after the other. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  const inTurn = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const done = (last.get(key) ?? Promise.resolve()).then(work, work)
    const settled = done.catch(() => undefined)
    last.set(key, settled)
    try {
      return await done
    } finally {
      if (last.get(key) === settled) last.delete(key)
    }
  }
  /** Resolves when nothing runs any more. */
  const idle = async (): Promise<void> => {
    while (last.size > 0) await Promise.all(last.values())
  }
  return { inTurn, idle }
}
