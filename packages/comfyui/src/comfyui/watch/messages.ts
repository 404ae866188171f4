import { z } from 'zod'
import type { ServerEvent } from '../../server/events.ts'
import { collectOutputs } from '../outputs.ts'
import { readRunFailure } from '../run-failure.ts'
import { QueueRemaining } from '../shapes.ts'

const id = z.string().min(1).max(200)
const envelope = z.object({ type: z.string().max(100), data: z.unknown() })
const ofPrompt = z.object({ prompt_id: id })
const amount = z.number().refine(Number.isFinite)

const shapes = {
  status: z.object({ status: QueueRemaining }),
  cached: ofPrompt.extend({ nodes: z.array(z.string().max(200)).max(5000) }),
  executing: z.object({ node: id.nullable(), prompt_id: id.optional() }),
  progress: z.object({ value: amount, max: amount, prompt_id: id.optional(), node: id.nullish() }),
  executed: ofPrompt.extend({ node: id, output: z.record(z.string(), z.unknown()).nullable() }),
}

/** A text frame; undefined for what nobody asked about, and for what cannot be read. */
export function readMessage(text: string): ServerEvent | undefined {
  const message = envelope.safeParse(parse(text))
  if (!message.success) return undefined
  const { type, data } = message.data
  const read = readers[type]
  return Object.hasOwn(readers, type) && read !== undefined ? read(data) : undefined
}

const readers: { readonly [type: string]: (data: unknown) => ServerEvent | undefined } = {
  status: data => {
    const remaining = shapes.status.safeParse(data).data?.status.exec_info.queue_remaining
    return remaining === undefined ? undefined : { kind: 'queue', remaining }
  },
  execution_start: data => ofOne(data, one => ({ kind: 'started', id: one })),
  execution_cached: data => {
    const cached = shapes.cached.safeParse(data).data
    return cached && { kind: 'cached', id: cached.prompt_id, nodes: cached.nodes }
  },
  // `node: null` says that the job is over and its history written; execution_success comes before that.
  executing: data => {
    const { node, prompt_id: one } = shapes.executing.safeParse(data).data ?? {}
    if (one === undefined || node === undefined) return undefined
    return node === null ? { kind: 'ended', id: one } : { kind: 'node', id: one, nodeId: node }
  },
  progress: data => {
    const progress = shapes.progress.safeParse(data).data
    if (progress?.prompt_id === undefined || progress.max <= 0) return undefined
    const { value, max, prompt_id: one, node } = progress
    const step = Math.min(Math.max(value, 0), max)
    return { kind: 'progress', id: one, nodeId: node ?? null, fraction: step / max, step, steps: max }
  },
  executed: data => {
    const executed = shapes.executed.safeParse(data).data
    return executed && { kind: 'output', id: executed.prompt_id, outputs: collectOutputs({ [executed.node]: executed.output }) }
  },
  // The job goes on when a node merely blocks what follows it.
  execution_error: data => {
    const isBlocked = z.object({ exception_type: z.literal('ExecutionBlocked') }).safeParse(data).success
    return isBlocked ? undefined : ofOne(data, one => ({ kind: 'failed', id: one, failure: readRunFailure(data, null) }))
  },
}

function ofOne(data: unknown, make: (id: string) => ServerEvent): ServerEvent | undefined {
  const one = ofPrompt.safeParse(data).data?.prompt_id
  return one === undefined ? undefined : make(one)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
