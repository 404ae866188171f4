import type { ServerResponse } from 'node:http'
import { sendJson } from './body.ts'
import type { HistoryRecord } from './job.ts'
import type { Machine } from './machine.ts'

/** `/api/jobs`, as newer servers have it. `rest` is what stands behind. */
export function answerJobs(machine: Machine, method: string, rest: readonly string[], response: ServerResponse): void {
  const [id, action] = rest
  if (id === undefined)
    return sendJson(response, 200, { jobs: [], pagination: { offset: 0, limit: 1, total: 0, has_more: false } })
  if (method === 'POST' && action === 'cancel') return sendJson(response, 200, { cancelled: cancel(machine, id) })
  const job = describe(machine, id)
  if (job === undefined) sendJson(response, 404, { error: 'Job not found' })
  else sendJson(response, 200, { id, ...job })
}

function cancel(machine: Machine, id: string): boolean {
  if (machine.worker().running()?.item.id === id) machine.worker().interrupt(id)
  else if (machine.queue.items().some(item => item.id === id)) machine.queue.delete(id)
  else return false
  machine.tellStatus()
  return true
}

function describe(machine: Machine, id: string): { readonly [key: string]: unknown } | undefined {
  const record = machine.history.get(id)
  if (record !== undefined) return { status: statusOf(record), outputs: record.outputs, execution_status: record.status }
  if (machine.worker().running()?.item.id === id) return { status: 'in_progress', outputs_count: 0 }
  return machine.queue.items().some(item => item.id === id) ? { status: 'pending', outputs_count: 0 } : undefined
}

function statusOf({ status }: HistoryRecord): string {
  const text = JSON.stringify(status)
  if (text.includes('"execution_interrupted"')) return 'cancelled'
  return text.includes('"status_str":"success"') ? 'completed' : 'failed'
}
