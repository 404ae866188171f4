import type { FaultPlaces } from './faults.ts'
import { clientOf, createJob, interrupted, stopped, type HistoryRecord, type Job, type JobParts } from './job.ts'
import type { PromptQueue, QueuedItem } from './queue.ts'

export type Execution = {
  readonly id: string
  readonly clientId: string | null
  /** Simulated milliseconds. */
  readonly startedAt: number
  endedAt: number | null
  outcome: 'running' | 'success' | 'error' | 'interrupted' | 'crashed'
}

export type WorkerParts = JobParts & {
  readonly queue: PromptQueue
  readonly history: Map<string, HistoryRecord>
  readonly executions: Execution[]
}

/** The one thread that executes. It may die while the rest of the server lives on. */
export type Worker = {
  readonly wake: () => void
  readonly running: () => Job | undefined
  /** Of that id only when one is given. */
  readonly interrupt: (id?: string) => void
  readonly die: () => void
  readonly isAlive: () => boolean
  /** Drops what runs, as the end of the process does. */
  readonly stop: () => void
}

/** A job is in the history this much later than it should, in seconds. */
const lateness = 2

export function startWorker(parts: WorkerParts): Worker {
  const { time, gate, queue, history, sockets, faults, executions } = parts
  let current: Job | undefined
  let isAlive = true
  let isBusy = false
  const tellStatus = () => {
    const remaining = queue.items().length + (current === undefined ? 0 : 1)
    sockets.tellAll('status', { status: { exec_info: { queue_remaining: remaining } } })
  }

  const loop = async () => {
    for (;;) {
      await gate.pass()
      const next = isAlive ? queue.pop() : undefined
      if (next === undefined) return
      const fault = faults.take('run')
      if (next.raised || fault === 'worker-dies') {
        isAlive = false
        return
      }
      await execute(next.item, fault)
    }
  }

  const execute = async (item: QueuedItem, fault: FaultPlaces['run'] | undefined) => {
    const job = createJob(parts, item, fault)
    current = job
    const execution: Execution = {
      id: item.id,
      clientId: clientOf(item),
      startedAt: time.now(),
      endedAt: null,
      outcome: 'running',
    }
    executions.push(execution)
    tellStatus()
    try {
      await job.run()
      execution.outcome = 'success'
    } catch (error) {
      const isStopped = job.ending.signal.reason === stopped || !(error instanceof Error)
      execution.outcome = isStopped ? 'crashed' : error === interrupted ? 'interrupted' : 'error'
      if (error instanceof Error && !isStopped) job.fail(error)
    }
    execution.endedAt = time.now()
    if (execution.outcome !== 'crashed') await store(job)
  }

  const store = async (job: Job) => {
    const record = job.record()
    const trouble = faults.take('history')
    const put = () => {
      if (trouble !== 'cleared' && isAlive) history.set(job.item.id, record)
    }
    if (trouble !== 'late') put()
    current = undefined
    tellStatus()
    if (!job.isDropped) job.tell('executing', { node: null, prompt_id: job.item.id })
    if (trouble !== 'late') return
    await time.sleep(lateness).catch(() => undefined)
    put()
  }

  return {
    wake: () => {
      if (isBusy || !isAlive) return
      isBusy = true
      void loop().finally(() => {
        isBusy = false
      })
    },
    running: () => current,
    interrupt: id => {
      if (current !== undefined && (id === undefined || current.item.id === id)) current.ending.abort(interrupted)
    },
    die: () => {
      isAlive = false
    },
    isAlive: () => isAlive,
    stop: () => {
      isAlive = false
      current?.ending.abort(stopped)
      current = undefined
    },
  }
}
