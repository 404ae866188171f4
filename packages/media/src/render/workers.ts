import { Worker } from 'node:worker_threads'
import { MediaRunError } from '../sandbox/failure.ts'
import { RenderError } from './failure.ts'
import type { Segment } from './segment.ts'
import type { FromWorker, ToWorker, WorkerSetting } from './worker-messages.ts'

/** Encodes segments on `count` threads. Rejects with the first failure, after every thread has stopped. */
export async function encodeSegments(
  segments: readonly Segment[],
  setting: WorkerSetting,
  count: number,
  signal: AbortSignal,
  onFrames: (count: number) => void,
  onPart: (segment: Segment) => void,
): Promise<void> {
  const waiting = [...segments]
  const threads = Array.from({ length: Math.min(count, segments.length) }, () => {
    return new Worker(new URL('./segment-worker.ts', import.meta.url), { workerData: setting })
  })
  const tell = (worker: Worker, message: ToWorker): void => worker.postMessage(message, [])
  const cancel = (): void => threads.forEach(worker => tell(worker, { kind: 'cancel' }))
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    const ends = await Promise.allSettled(
      threads.map(async (worker, i) => {
        let position = Math.floor((i * waiting.length) / threads.length)
        try {
          for (let segment = take(waiting, position); segment !== undefined; segment = take(waiting, position)) {
            position = Math.max(
              0,
              waiting.findIndex(one => one.start > segment.start),
            )
            await encodeOne(worker, segment, onFrames)
            onPart(segment)
          }
        } catch (error) {
          waiting.length = 0
          cancel()
          throw error
        }
      }),
    )
    const failures = ends.filter(end => end.status === 'rejected').map(end => end.reason as unknown)
    // A failure cancels the other threads: the cause is the one that was not cancelled.
    if (failures.length > 0) throw failures.find(one => !wasCancelled(one)) ?? failures[0]
  } finally {
    signal.removeEventListener('abort', cancel)
    await Promise.all(threads.map(worker => worker.terminate()))
  }
}

/** The segment at a thread's own place, since it still holds the pictures of the one before; else the first that waits. */
function take(waiting: Segment[], position: number): Segment | undefined {
  return waiting.splice(Math.min(position, waiting.length - 1), 1)[0]
}

function wasCancelled(error: unknown): boolean {
  return error instanceof MediaRunError && error.reason.kind === 'cancelled'
}

function encodeOne(worker: Worker, segment: Segment, onFrames: (count: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', hear)
      worker.off('error', failed)
      end()
    }
    const failed = (error: Error): void => settle(() => reject(error))
    const hear = (message: FromWorker): void => {
      if (message.kind === 'frames') onFrames(message.count)
      else if (message.kind === 'done') settle(resolve)
      else failed(failureOf(message))
    }
    worker.on('message', hear)
    worker.on('error', failed)
    worker.postMessage({ kind: 'encode', segment } satisfies ToWorker, [])
  })
}

function failureOf(message: Exclude<FromWorker, { kind: 'frames' } | { kind: 'done' }>): Error {
  switch (message.kind) {
    case 'run-failed':
      return new MediaRunError(message.reason, message.stderr, message.run)
    case 'render-failed':
      return new RenderError(message.code, message.subject, message.message)
    case 'crashed':
      return new Error(message.message)
  }
}
