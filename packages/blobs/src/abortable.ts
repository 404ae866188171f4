/** The chunks of a source; waiting for the next one ends when the signal does, even if the source never answers. */
export async function* abortable(source: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  if (signal === undefined) {
    yield* source
    return
  }
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  aborted.catch(() => undefined)
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  let isDone = false
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), aborted])
      if (step.done === true) {
        isDone = true
        return
      }
      yield step.value
    }
  } finally {
    signal.removeEventListener('abort', abort)
    // Not awaited: a generator that hangs in `next` would never answer.
    if (!isDone) iterator.return?.().catch(() => undefined)
  }
}
