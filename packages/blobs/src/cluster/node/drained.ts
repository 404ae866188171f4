import type { Writable } from 'node:stream'

/** Resolves when a stream takes more again, or nobody wants any more of it. */
export const drained = (stream: Writable, signal?: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const go = () => {
      stream.off('drain', go)
      stream.off('close', go)
      signal?.removeEventListener('abort', go)
      resolve()
    }
    if (stream.destroyed || signal?.aborted === true) return resolve()
    stream.on('drain', go)
    stream.on('close', go)
    signal?.addEventListener('abort', go)
  })
