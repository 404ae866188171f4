import type { Graph } from '../graph/graph.ts'
import type { FaultPlaces, Faults } from './faults.ts'
import type { Gate } from './gate.ts'
import { executionOrder, signature, stepsOf } from './plan.ts'
import type { QueuedItem } from './queue.ts'
import { filesOf, type Residency } from './residency.ts'
import type { NodeResult, ResultMaker } from './results.ts'
import type { Sockets } from './sockets.ts'
import type { SimulatedTime } from './time.ts'
import { hostileOutputs, manyOutputs } from './hostile.ts'

export type HistoryRecord = { readonly [key: string]: unknown }

export type JobParts = {
  readonly time: SimulatedTime
  readonly gate: Gate
  readonly history: Map<string, HistoryRecord>
  readonly residency: Residency
  readonly sockets: Sockets
  readonly faults: Faults
  readonly results: ResultMaker
  /** Simulated seconds of one step. */
  readonly stepSeconds: (graph: Graph) => number
  /** Ends the process and starts it anew. */
  readonly crash: () => void
  /** Results by the signature of the node that gave them. */
  readonly cache: Map<string, NodeResult | undefined>
}

export type Job = {
  readonly item: QueuedItem
  /** Null before the first. */
  readonly nodeId: () => string | null
  readonly ending: AbortController
  readonly run: () => Promise<void>
  /** Says why it did not come to its end. */
  readonly fail: (error: Error) => void
  /** What becomes its history. */
  readonly record: () => HistoryRecord
  readonly tell: (type: string, data: { readonly [key: string]: unknown }) => void
  readonly isDropped: boolean
}

class NodeFailure extends Error {
  readonly exception: string
  readonly nodeId: string
  constructor(nodeId: string, exception: string, message: string) {
    super(message)
    this.exception = exception
    this.nodeId = nodeId
  }
}

/** Reasons for which a job ends early. */
export const interrupted = new Error('interrupted')
export const stopped = new Error('stopped')

export function createJob(parts: JobParts, item: QueuedItem, fault: FaultPlaces['run'] | undefined): Job {
  const { time, gate, residency, sockets, faults, results, stepSeconds, crash, cache } = parts
  const ending = new AbortController()
  let current: string | null = null
  const client = clientOf(item)
  const { graph, id } = item
  const messages: [string, unknown][] = []
  const outputs: { [nodeId: string]: NodeResult } = {}
  const executed: string[] = []
  const states: { [nodeId: string]: object } = {}
  const noise = faults.take('events')
  let isAtFault = false
  if (noise === 'silent') sockets.silence(client)

  const tell = (type: string, data: { readonly [key: string]: unknown }) => {
    if (noise === 'of-strangers') sockets.tell(client, type, { ...data, prompt_id: '00000000-0000-4000-8000-000000000000' })
    if (noise === 'garbage') sockets.sendRaw(client, '{"type":"progress","data":{"value":')
    if (noise === 'garbage') sockets.sendRaw(client, Buffer.from([0, 0, 0, 4, 255, 255, 255, 255, 1]))
    sockets.tell(client, type, data)
    if (noise === 'twice') sockets.tell(client, type, data)
  }
  const note = (type: string, data: { readonly [key: string]: unknown } = {}) => {
    const stamped = { prompt_id: id, ...data, timestamp: Date.now() }
    messages.push([type, stamped])
    tell(type, stamped)
  }
  const state = (nodeId: string, value: number, max: number, name: string) => {
    states[nodeId] = {
      value,
      max,
      state: name,
      node_id: nodeId,
      prompt_id: id,
      display_node_id: nodeId,
      parent_node_id: null,
      real_node_id: nodeId,
    }
    tell('progress_state', { prompt_id: id, nodes: { ...states } })
  }
  const wait = async (seconds: number) => {
    await gate.pass()
    if (seconds > 0) await time.sleep(seconds, ending.signal)
    ending.signal.throwIfAborted()
  }

  const sample = async (nodeId: string) => {
    const steps = stepsOf(graph, nodeId)
    for (let step = 1; step <= steps; step++) {
      await wait(stepSeconds(graph))
      state(nodeId, step, steps, 'running')
      sockets.preview(client, {
        node_id: nodeId,
        prompt_id: id,
        display_node_id: nodeId,
        parent_node_id: null,
        real_node_id: nodeId,
      })
      const absurd = noise === 'absurd-progress'
      tell('progress', { value: absurd ? -1e308 : step, max: absurd ? 1e-300 : steps, prompt_id: id, node: nodeId })
      if (!isAtFault && step >= steps / 2) await strike(nodeId)
    }
  }
  const strike = async (nodeId: string) => {
    isAtFault = true
    if (noise === 'ended-first') tell('executing', { node: null, prompt_id: id })
    if (noise === 'dropped') sockets.dropAll()
    if (fault === 'out-of-memory') {
      residency.forget()
      throw new NodeFailure(
        nodeId,
        'torch.cuda.OutOfMemoryError',
        'CUDA out of memory. Tried to allocate 20.00 GiB.\nThis error means you ran out of memory on your GPU.',
      )
    }
    if (fault === 'node-error')
      throw new NodeFailure(nodeId, 'RuntimeError', 'mat1 and mat2 shapes cannot be multiplied (77x2048 and 768x320)')
    if (fault === 'disk-full') throw new NodeFailure(nodeId, 'OSError', '[Errno 28] No space left on device')
    if (fault === 'interrupted-by-someone') ending.abort(interrupted)
    if (fault === 'crash') crash()
    if (fault === 'never-ends') await time.sleep(1e6, ending.signal)
    ending.signal.throwIfAborted()
  }

  const runNode = async (nodeId: string, kept: Map<string, NodeResult | undefined>) => {
    current = nodeId
    state(nodeId, 0, 1, 'running')
    tell('executing', { node: nodeId, display_node: nodeId, prompt_id: id })
    await wait(filesOf(graph, nodeId).reduce((seconds, file) => seconds + residency.load(file), 0))
    await sample(nodeId)
    const result = results.make(graph, nodeId)
    if (result !== undefined) {
      outputs[nodeId] = result
      tell('executed', { node: nodeId, display_node: nodeId, output: result, prompt_id: id })
    }
    const steps = stepsOf(graph, nodeId) || 1
    state(nodeId, steps, steps, 'finished')
    executed.push(nodeId)
    kept.set(signature(graph, nodeId), result)
  }

  const finishCached = (nodes: readonly string[]) => {
    for (const nodeId of nodes.filter(one => item.outputs.includes(one))) {
      const result = cache.get(signature(graph, nodeId))
      if (result === undefined) continue
      outputs[nodeId] = result
      tell('executed', { node: nodeId, display_node: nodeId, output: result, prompt_id: id })
      state(nodeId, 1, 1, 'finished')
    }
  }

  return {
    run: async () => {
      note('execution_start')
      const order = executionOrder(graph, item.outputs)
      const cached = order.filter(nodeId => cache.has(signature(graph, nodeId)))
      for (const nodeId of cached) for (const file of filesOf(graph, nodeId)) residency.load(file)
      note('execution_cached', { nodes: cached })
      finishCached(cached)
      // ComfyUI keeps the results of the last job only.
      const kept = new Map(cached.map(nodeId => [signature(graph, nodeId), cache.get(signature(graph, nodeId))]))
      for (const nodeId of order.filter(one => !cached.includes(one))) await runNode(nodeId, kept)
      if (!isAtFault && fault !== undefined) await strike(order.at(-1) ?? '')
      cache.clear()
      for (const [key, result] of kept) cache.set(key, result)
      if (noise === 'ended-first') tell('executing', { node: null, prompt_id: id })
      note('execution_success')
      if (fault === 'crash-after-success') crash()
      ending.signal.throwIfAborted()
    },
    fail: (error: Error) => {
      const nodeId = error instanceof NodeFailure ? error.nodeId : (current ?? '')
      const where = { node_id: nodeId, node_type: graph[nodeId]?.class_type ?? '', executed }
      if (error === interrupted) return note('execution_interrupted', where)
      const exception = error instanceof NodeFailure ? error.exception : 'RuntimeError'
      return note('execution_error', {
        ...where,
        exception_message: error.message,
        exception_type: exception,
        traceback: ['  File "execution.py"\n'],
        current_inputs: {},
        current_outputs: [],
      })
    },
    record: () => {
      const isSuccess = messages.at(-1)?.[0] === 'execution_success'
      const claim = faults.take('outputs')
      return {
        prompt: [item.number, id, graph, item.extra, item.outputs],
        outputs:
          claim === 'none' ? {} : claim === 'hostile-names' ? hostileOutputs : claim === 'too-many' ? manyOutputs() : outputs,
        status: { status_str: isSuccess ? 'success' : 'error', completed: isSuccess, messages },
        meta: Object.fromEntries(
          Object.keys(outputs).map(nodeId => [
            nodeId,
            { node_id: nodeId, display_node: nodeId, parent_node: null, real_node_id: nodeId },
          ]),
        ),
      }
    },
    item,
    ending,
    nodeId: () => current,
    tell,
    isDropped: noise === 'dropped',
  }
}

export function clientOf({ extra }: QueuedItem): string | null {
  return typeof extra.client_id === 'string' ? extra.client_id : null
}
