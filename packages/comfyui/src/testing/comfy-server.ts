import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Graph } from '../graph/graph.ts'
import { createFaults, type FaultRates, type Faults } from './faults.ts'
import { clientOf } from './job.ts'
import { startMachine, type MachineOptions } from './machine.ts'
import { presetFiles } from './preset-files.ts'
import type { ModelFiles } from './node-table.ts'
import { answerRequest } from './routes.ts'
import type { Execution } from './worker.ts'

export type TestComfyOptions = Partial<MachineOptions> & {
  /** Of the faults that come by chance. */
  readonly seed?: number
  readonly rates?: FaultRates
  /** Of several servers together: what is ordered strikes whichever comes first. */
  readonly faults?: Faults
  readonly version?: string
  /** Whether `/api/jobs` is there. */
  readonly hasJobs?: boolean
  /** Header and value without which nothing is answered. */
  readonly key?: { readonly header: string; readonly value: string }
  /** Bytes. */
  readonly maxUpload?: number
  /** 0 for any that is free. */
  readonly port?: number
}

/**
 * A ComfyUI server that speaks the protocol of 0.3.64 over real sockets, makes small real pictures, and misbehaves on
 * demand. Jobs take simulated time: loading what is not in memory, then steps.
 */
export type TestComfyServer = AsyncDisposable & {
  readonly url: string
  readonly faults: Faults
  /** Every job that began, in order. The proof of exactly once. */
  readonly executions: readonly Execution[]
  /** How many times a model was loaded. */
  readonly loads: () => number
  readonly time: { readonly now: () => number }
  /** Ends the process and starts it anew; it is away for so many simulated seconds. */
  readonly crash: (awayFor?: number) => Promise<void>
  /** As SIGSTOP and SIGCONT do: connections are taken, nothing is answered, what was sent waits. */
  readonly stop: () => void
  readonly resume: () => void
  /** Python's lock is held: no route answers for so many simulated seconds, while the job goes on. */
  readonly holdLock: (seconds: number) => void
  /** Answers and takes jobs, and executes nothing any more. */
  readonly killWorker: () => void
  /** A person at ComfyUI's own page starts a job. Gives its id. */
  readonly addForeignJob: (graph: Graph) => string
  /** Nothing runs, nothing waits, and what comes would be executed. */
  readonly isAtRest: () => boolean
  readonly interruptAnything: () => void
  readonly clearHistory: () => void
  readonly clearQueue: () => void
  readonly deleteOutputs: () => void
  readonly setFiles: (files: ModelFiles) => void
  /** Connects nobody to what is told: the sockets stay open. */
  readonly silenceSockets: () => void
  readonly dropSockets: () => void
  readonly openSockets: () => number
  readonly openConnections: () => number
  readonly close: () => Promise<void>
}

export async function startTestComfy(options: TestComfyOptions = {}): Promise<TestComfyServer> {
  const { seed = 1, rates = {}, port = 0, faults = createFaults(seed, rates) } = options
  const machine = startMachine({ ...defaults, ...options, files: options.files ?? presetFiles() }, faults)
  const connections = new Set<Socket>()
  let isAway = false
  let lockedUntil = 0

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    await machine.gate.pass()
    const held = lockedUntil - machine.time.now()
    if (held > 0) await machine.time.sleep(held / 1000)
    await answerRequest(machine, options, request, response)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.on('connection', socket => {
    if (isAway) return void socket.destroy()
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    if (options.key !== undefined && request.headers[options.key.header.toLowerCase()] !== options.key.value)
      return void socket.destroy()
    machine.sockets.accept(request, socket, head, () => {
      const job = machine.worker().running()
      const running = job && { id: job.item.id, nodeId: job.nodeId(), clientId: clientOf(job.item) }
      return { remaining: machine.queue.items().length + (job === undefined ? 0 : 1), running }
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  const close = async () => {
    machine.worker().stop()
    machine.gate.open()
    machine.time.end()
    machine.sockets.close()
    for (const socket of connections) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    executions: machine.executions,
    loads: machine.residency.loads,
    time: machine.time,
    crash: async (awayFor = 0) => {
      isAway = awayFor > 0
      machine.restart()
      for (const socket of connections) socket.destroy()
      if (awayFor > 0) await machine.time.sleep(awayFor).catch(() => undefined)
      isAway = false
    },
    stop: machine.gate.close,
    resume: () => {
      machine.gate.open()
      machine.worker().wake()
    },
    holdLock: seconds => {
      lockedUntil = machine.time.now() + seconds * 1000
    },
    killWorker: () => machine.worker().die(),
    addForeignJob: graph => {
      const id = crypto.randomUUID()
      machine.queue.push({ number: machine.nextNumber(), id, graph, extra: { client_id: 'someone' }, outputs: savers(graph) })
      machine.tellStatus()
      machine.worker().wake()
      return id
    },
    isAtRest: () => machine.worker().isAlive() && machine.worker().running() === undefined && machine.queue.items().length === 0,
    interruptAnything: () => machine.worker().interrupt(),
    clearHistory: () => machine.history.clear(),
    clearQueue: machine.queue.clear,
    deleteOutputs: () => machine.store.clear(),
    setFiles: files => {
      machine.files = files
    },
    silenceSockets: () => machine.sockets.silence(null),
    dropSockets: machine.sockets.dropAll,
    openSockets: machine.sockets.count,
    openConnections: () => connections.size,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const defaults = {
  sizes: {},
  memory: 24,
  loadRate: 2,
  timeScale: 1000,
  stepSeconds: () => 0.5,
  longestSide: 128,
  film: () => Buffer.from('00000018667479706d703432000000006d703432697361000000086d646174', 'hex'),
} as const

function savers(graph: Graph): string[] {
  return Object.keys(graph).filter(nodeId => /^Save|^Preview|VideoCombine/.test(graph[nodeId]?.class_type ?? ''))
}
