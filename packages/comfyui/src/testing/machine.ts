import { readObjectInfo, type ObjectInfo } from '../graph/object-info.ts'
import type { Faults } from './faults.ts'
import { createGate, type Gate } from './gate.ts'
import type { HistoryRecord } from './job.ts'
import { makeObjectInfo, type ModelFiles } from './node-table.ts'
import { createPromptQueue, type PromptQueue } from './queue.ts'
import { createResidency, type Residency } from './residency.ts'
import { createResultMaker, type FileStore, type FilmMaker } from './results.ts'
import { createSockets, type Sockets } from './sockets.ts'
import { startTime, type SimulatedTime } from './time.ts'
import { startWorker, type Execution, type Worker } from './worker.ts'
import type { Graph } from '../graph/graph.ts'

export type MachineOptions = {
  readonly files: ModelFiles
  /** Gigabytes of a file; 5 of any that is not named. */
  readonly sizes: { readonly [file: string]: number }
  readonly memory: number
  readonly loadRate: number
  readonly timeScale: number
  readonly stepSeconds: (graph: Graph) => number
  readonly longestSide: number
  readonly film: FilmMaker
}

/** One process of ComfyUI: what a restart forgets and what it keeps. */
export type Machine = {
  readonly time: SimulatedTime
  readonly gate: Gate
  readonly queue: PromptQueue
  readonly history: Map<string, HistoryRecord>
  readonly store: FileStore
  readonly uploads: Map<string, Buffer>
  readonly residency: Residency
  readonly sockets: Sockets
  readonly faults: Faults
  readonly executions: Execution[]
  files: ModelFiles
  readonly objectInfo: () => ObjectInfo
  readonly rawObjectInfo: () => { readonly [nodeClass: string]: unknown }
  readonly worker: () => Worker
  /** The process ends and starts anew: queue, history, previews, memory and connections are gone. */
  readonly restart: () => void
  nextNumber: () => number
  readonly tellStatus: () => void
}

export const features = { supports_preview_metadata: true, max_upload_size: 104_857_600 }

export function startMachine(options: MachineOptions, faults: Faults): Machine {
  const time = startTime(options.timeScale)
  const gate = createGate()
  const queue = createPromptQueue()
  const history = new Map<string, HistoryRecord>()
  const store: FileStore = new Map()
  const uploads = new Map<string, Buffer>()
  const residency = createResidency({ memory: options.memory, rate: options.loadRate, sizeOf: file => options.sizes[file] ?? 5 })
  const sockets = createSockets(features)
  const executions: Execution[] = []
  const results = createResultMaker(store, options.longestSide, options.film)
  const start = () =>
    startWorker({
      time,
      gate,
      queue,
      history,
      residency,
      sockets,
      faults,
      results,
      executions,
      stepSeconds: options.stepSeconds,
      cache: new Map(),
      crash: () => machine.restart(),
    })
  let worker = start()
  let count = 0
  /** Uploads do not matter to it: their choices take any name. */
  let known: { readonly files: ModelFiles; readonly info: ObjectInfo } | undefined
  const machine: Machine = {
    time,
    gate,
    queue,
    history,
    store,
    uploads,
    residency,
    sockets,
    faults,
    executions,
    files: options.files,
    rawObjectInfo: () => makeObjectInfo(machine.files, () => [...uploads.keys()]),
    objectInfo: () => {
      if (known?.files !== machine.files) known = { files: machine.files, info: readObjectInfo(machine.rawObjectInfo()) }
      return known.info
    },
    worker: () => worker,
    restart: () => {
      worker.stop()
      queue.clear()
      history.clear()
      residency.forget()
      for (const name of store.keys()) if (name.startsWith('temp/')) store.delete(name)
      sockets.dropAll()
      count = 0
      worker = start()
    },
    nextNumber: () => count++,
    tellStatus: () => {
      const remaining = queue.items().length + (worker.running() === undefined ? 0 : 1)
      sockets.tellAll('status', { status: { exec_info: { queue_remaining: remaining } } })
    },
  }
  return machine
}
