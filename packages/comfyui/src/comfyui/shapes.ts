import { z } from 'zod'
import { Graph } from '../graph/graph.ts'

/** What a server may say, and no more: lengths and counts are bounded here once, so that nobody has to ask again. */
const id = z.string().min(1).max(200)
const text = (max: number) => z.string().transform(value => (value.length > max ? `${value.slice(0, max)}…` : value))

export const Accepted = z.object({ prompt_id: id, number: z.number(), node_errors: z.unknown().optional() })

/** `[number, id, graph, extra data, outputs]`; a graph that cannot be read does not hide the job. */
const queueItem = z
  .tuple([z.number(), id, z.unknown(), z.unknown()])
  .rest(z.unknown())
  .transform(([number, jobId, graph, extra]) => ({
    number,
    id: jobId,
    graph: Graph.safeParse(graph).data ?? null,
    clientId: extraData.safeParse(extra).data?.client_id ?? null,
  }))
const extraData = z.object({ client_id: z.string().max(200) })
const queueItems = z.array(z.unknown()).max(20_000)

export const Queue = z.object({ queue_running: queueItems, queue_pending: queueItems })
export type QueueItem = z.output<typeof queueItem>

/** Items that cannot be read are left out. */
export function readQueueItems(items: readonly unknown[]): readonly QueueItem[] {
  return items.flatMap(item => queueItem.safeParse(item).data ?? [])
}

/** The same without the graphs, when one id is looked for; undefined where an item cannot be read. */
export function idsOf(items: readonly unknown[]): readonly ({ readonly number: number; readonly id: string } | undefined)[] {
  return items.map(item => {
    const [number, itemId]: readonly unknown[] = Array.isArray(item) ? item : []
    return typeof number === 'number' && typeof itemId === 'string' ? { number, id: itemId } : undefined
  })
}

export const QueueRemaining = z.object({ exec_info: z.object({ queue_remaining: z.int().min(0) }) })

const message = z.tuple([z.string(), z.unknown()]).rest(z.unknown())
const status = z.object({
  status_str: z.string().max(50),
  completed: z.boolean(),
  messages: z.array(z.unknown()).transform(messages =>
    messages.flatMap(one => {
      const read = message.safeParse(one)
      return read.success ? [read.data] : []
    }),
  ),
})

export const HistoryEntry = z.object({
  outputs: z.record(z.string(), z.unknown()).catch({}),
  status: status.nullish().catch(null),
})
export type HistoryEntry = z.output<typeof HistoryEntry>

export const History = z.record(z.string(), z.unknown())

/** `GET /api/jobs/{id}` of newer servers. */
export const Job = z.object({
  id,
  status: z.enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled']),
  outputs: z.record(z.string(), z.unknown()).catch({}),
  execution_status: status.nullish().catch(null),
})
export type Job = z.output<typeof Job>

export const Timestamp = z.object({ timestamp: z.number() })

export const ExecutionError = z.object({
  node_id: z.string().max(200).nullish().catch(null),
  node_type: z.string().max(300).nullish().catch(null),
  exception_message: text(2000).catch(''),
  exception_type: z.string().max(300).catch(''),
})
export type ExecutionError = z.output<typeof ExecutionError>

const nodeError = z.object({
  errors: z
    .array(
      z.object({
        type: z.string().max(100).catch('other'),
        message: text(500).catch(''),
        details: text(1000).catch(''),
        extra_info: z
          .object({ input_name: z.string().max(300), received_value: z.unknown() })
          .partial()
          .catch({}),
      }),
    )
    .max(200)
    .catch([]),
  class_type: z.string().max(300).catch(''),
})
export const NodeErrors = z.record(id, nodeError)
export type NodeErrors = z.output<typeof NodeErrors>

export const Rejection = z.object({
  error: z.object({
    type: z.string().max(100).catch('other'),
    message: text(500).catch(''),
    details: text(1000).catch(''),
    extra_info: z
      .object({ class_type: z.string().max(300) })
      .partial()
      .catch({}),
  }),
  node_errors: NodeErrors.catch({}),
})
export type Rejection = z.output<typeof Rejection>

export const Uploaded = z.object({ name: z.string().min(1).max(255), subfolder: z.string().max(1000).catch('') })

export const SystemStats = z.object({
  system: z.object({
    comfyui_version: z.string().max(50).nullish().catch(null),
    ram_total: z.number().nullish().catch(null),
    python_version: z.string().max(200).nullish().catch(null),
    pytorch_version: z.string().max(200).nullish().catch(null),
  }),
  devices: z
    .array(
      z.object({
        name: z.string().max(300).catch(''),
        type: z.string().max(50).catch(''),
        vram_total: z.number().min(0).catch(0),
        vram_free: z.number().min(0).catch(0),
      }),
    )
    .max(64)
    .catch([]),
})

export const Names = z.array(z.string().max(1000)).max(100_000)
export const Features = z.record(z.string(), z.unknown())
