import { Worker } from 'node:worker_threads'

/** A thread took more time or memory than it was given. */
export class TooMuch extends Error {
  override name = 'TooMuch'
}

type Bounds = { longestMs: number; memoryMegabytes: number; signal?: AbortSignal }

/**
 * Runs a file as a worker thread on some data and gives the one message that it posts. For what takes longer than the
 * server's own thread has; the thread is ended in any case.
 * @throws TooMuch; or the reason of `signal`
 */
export async function runOnThread<Reply>(file: URL, workerData: unknown, bounds: Bounds): Promise<Reply> {
  const { longestMs, memoryMegabytes, signal } = bounds
  const worker = new Worker(file, { workerData, resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes } })
  const ends = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(longestMs)])
  try {
    return await new Promise((resolve, reject) => {
      ends.addEventListener('abort', () => reject(ends.reason as Error), { once: true })
      worker.once('message', resolve)
      worker.once('error', reject)
    })
  } catch (error) {
    signal?.throwIfAborted()
    const isTooMuch = ends.aborted || (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
    throw isTooMuch ? new TooMuch('The thread took more time or memory than it was given.', { cause: error }) : error
  } finally {
    await worker.terminate()
  }
}
