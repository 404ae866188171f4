/** Everything waits while it is closed. */
export type Gate = {
  readonly pass: () => Promise<void>
  readonly close: () => void
  readonly open: () => void
}

export function createGate(): Gate {
  let waiting: PromiseWithResolvers<void> | undefined
  return {
    pass: async () => {
      while (waiting !== undefined) await waiting.promise
    },
    close: () => {
      waiting ??= Promise.withResolvers<void>()
    },
    open: () => {
      waiting?.resolve()
      waiting = undefined
    },
  }
}
