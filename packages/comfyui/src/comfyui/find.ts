import { z } from 'zod'
import type { Calls } from '../server/calls.ts'
import { ServerError } from '../server/failure.ts'
import type { AttemptState } from '../server/server.ts'
import { collectOutputs } from './outputs.ts'
import { readRunFailure } from './run-failure.ts'
import * as shapes from './shapes.ts'

/** Whether a server has `/api/jobs`, which says in one answer what the other two routes say in three. */
export type JobsRoute = { state: 'unknown' | 'there' | 'not-there' }

type Look = { readonly signal?: AbortSignal | undefined }

/** While a model loads the server may be silent for long and yet be well. */
const busyTimes = { idle: 20_000, total: 60_000 }

export async function find(calls: Calls, id: string, jobs: JobsRoute, { signal }: Look = {}): Promise<AttemptState> {
  if (jobs.state !== 'not-there') {
    const found = await findJob(calls, id, jobs, signal)
    if (found !== undefined) return found
  }
  const finished = await readHistory(calls, id, signal)
  if (finished !== undefined) return finished
  const waiting = await readQueue(calls, id, signal)
  // It may have gone from the one place to the other between the two looks.
  return waiting ?? (await readHistory(calls, id, signal)) ?? { kind: 'absent' }
}

/** Undefined when the route is not there, or does not tell enough. */
async function findJob(
  calls: Calls,
  id: string,
  jobs: JobsRoute,
  signal: AbortSignal | undefined,
): Promise<AttemptState | undefined> {
  if (jobs.state === 'unknown') jobs.state = await lookForJobs(calls, signal)
  if (jobs.state !== 'there') return undefined
  const { status, json } = await calls.ask(`/api/jobs/${id}`, { ...busyTimes, signal })
  const job = shapes.Job.safeParse(json)
  if (status === 200 && job.success && job.data.id === id) {
    const { status: state, outputs, execution_status: execution } = job.data
    if (state === 'pending') return readQueue(calls, id, signal).then(found => found ?? readHistory(calls, id, signal))
    if (state === 'in_progress') return { kind: 'running', copies: 1 }
    if (state === 'cancelled') return { kind: 'interrupted', outputs: collectOutputs(outputs) }
    return readEntry({ outputs, status: execution })
  }
  if (status === 404 && notFound.safeParse(json).success) return { kind: 'absent' }
  if (status === 404) jobs.state = 'not-there'
  return undefined
}

/** A proxy may answer 404 to what it does not know: without this sentence nothing is proved. */
const notFound = z.object({ error: z.literal('Job not found') })
const jobList = z.object({ jobs: z.array(z.unknown()), pagination: z.object({}) })

async function lookForJobs(calls: Calls, signal: AbortSignal | undefined): Promise<JobsRoute['state']> {
  const { status, json } = await calls.ask('/api/jobs?limit=1', { ...busyTimes, signal })
  if (status === 200 && jobList.safeParse(json).success) return 'there'
  return status === 404 ? 'not-there' : 'unknown'
}

async function readHistory(calls: Calls, id: string, signal: AbortSignal | undefined): Promise<AttemptState | undefined> {
  const history = await calls.get(`/history/${id}`, shapes.History, { ...busyTimes, signal })
  if (!Object.hasOwn(history, id)) return undefined
  const entry = shapes.HistoryEntry.safeParse(history[id])
  if (!entry.success)
    throw new ServerError({ kind: 'broken-answer', status: 200 }, 'The server’s history cannot be read.', { cause: entry.error })
  return readEntry(entry.data)
}

/** What a history entry says; in one, an interrupted job is an error among others. */
export function readEntry({ outputs: raw, status }: shapes.HistoryEntry): AttemptState {
  const outputs = collectOutputs(raw)
  const messages = status?.messages ?? []
  const last = (name: string) => messages.findLast(([kind]) => kind === name)?.[1]
  if (last('execution_interrupted') !== undefined) return { kind: 'interrupted', outputs }
  if (status?.status_str === 'success' || (status == null && outputs.length > 0)) {
    const start = shapes.Timestamp.safeParse(last('execution_start')).data?.timestamp
    const end = shapes.Timestamp.safeParse(last('execution_success')).data?.timestamp
    return {
      kind: 'finished',
      outputs,
      seconds: start === undefined || end === undefined || end < start ? null : (end - start) / 1000,
    }
  }
  return { kind: 'failed', failure: readRunFailure(last('execution_error'), null), outputs }
}

async function readQueue(calls: Calls, id: string, signal: AbortSignal | undefined): Promise<AttemptState | undefined> {
  const queue = await calls.get('/queue', shapes.Queue, { ...busyTimes, signal })
  const [running, pending] = [shapes.idsOf(queue.queue_running), shapes.idsOf(queue.queue_pending)]
  const count = (items: typeof running) => items.filter(item => item?.id === id).length
  const copies = count(running) + count(pending)
  if (count(running) > 0) return { kind: 'running', copies }
  if (copies === 0 && [...running, ...pending].every(item => item !== undefined)) return undefined
  // What cannot be read may be the one that is looked for.
  if (copies === 0) throw new ServerError({ kind: 'broken-answer', status: 200 }, 'The server’s queue cannot be read.')
  // The list is a heap: only the numbers tell the order, and equal ones go by id.
  const sorted = pending.filter(item => item !== undefined).toSorted((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1))
  return { kind: 'pending', ahead: running.length + sorted.findIndex(item => item.id === id), copies }
}
