import { Worker } from 'node:worker_threads'
import { MediaRunError, wasCancelled } from '../sandbox/failure.ts'
import { RenderError } from './failure.ts'
import type { Run } from './runs.ts'
import type { Segment } from './segment.ts'
import type { FromWorker, ToWorker, WorkerSetting } from './worker-messages.ts'

/** Makes runs on `count` threads. Rejects with the first failure, after every thread has stopped. */
export async function makeRuns(
  runs: readonly Run[],
  setting: WorkerSetting,
  count: number,
  signal: AbortSignal,
  onFrames: (count: number) => void,
  onPart: (segment: Segment) => void,
): Promise<void> {
  const waiting = [...runs]
  const threads = Array.from({ length: Math.min(count, runs.length) }, () => {
    return new Worker(new URL('./segment-worker.ts', import.meta.url), { workerData: setting })
  })
  const tell = (worker: Worker, message: ToWorker): void => worker.postMessage(message, [])
  const cancel = (): void => threads.forEach(worker => tell(worker, { kind: 'cancel' }))
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    const ends = await Promise.allSettled(
      threads.map(async worker => {
        try {
          for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) await makeOne(worker, run, onFrames, onPart)
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

function makeOne(worker: Worker, run: Run, onFrames: (count: number) => void, onPart: (segment: Segment) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', hear)
      worker.off('error', failed)
      end()
    }
    const failed = (error: Error): void => settle(() => reject(error))
    const hear = (message: FromWorker): void => {
      if (message.kind === 'frames') onFrames(message.count)
      else if (message.kind === 'part') onPart(message.segment)
      else if (message.kind === 'done') settle(resolve)
      else failed(failureOf(message))
    }
    worker.on('message', hear)
    worker.on('error', failed)
    worker.postMessage({ kind: 'make', run } satisfies ToWorker, [])
  })
}

function failureOf(message: Exclude<FromWorker, { kind: 'frames' } | { kind: 'part' } | { kind: 'done' }>): Error {
  switch (message.kind) {
    case 'run-failed':
      return new MediaRunError(message.reason, message.stderr, message.run)
    case 'render-failed':
      return new RenderError(message.code, message.subject, message.message)
    case 'crashed':
      return new Error(message.message)
  }
}
