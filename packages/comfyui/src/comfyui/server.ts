import { randomUUID } from 'node:crypto'
import { createCalls, jsonBody, type Calls, type ServerAddress } from '../server/calls.ts'
import { ServerError } from '../server/failure.ts'
import { inputBytes } from '../server/input-bytes.ts'
import type { AttemptState, GenerationServer, Health } from '../server/server.ts'
import type { Transport } from '../server/transport.ts'
import { cancel } from './cancel.ts'
import { describeServer, type ComfyDescription } from './describe.ts'
import { find, type JobsRoute } from './find.ts'
import { findLeftBehind } from './left-behind.ts'
import * as shapes from './shapes.ts'
import { submit } from './submit.ts'
import { upload } from './upload.ts'
import { view } from './view.ts'
import { createWatch } from './watch/watch.ts'

export type ComfyServer = GenerationServer & {
  /** Nodes, version, devices: some hundred kB to some MB; keep it until the server starts anew. */
  readonly describe: (options?: { readonly signal?: AbortSignal }) => Promise<ComfyDescription>
  /** Files of one folder of models. Empty when there is no such folder. */
  readonly models: (folder: string, options?: { readonly signal?: AbortSignal }) => Promise<readonly string[]>
  /** Empties video memory between two jobs. What was loaded is forgotten. */
  readonly free: (options?: { readonly signal?: AbortSignal }) => Promise<void>
  /** Marks what we put into its queue. */
  readonly clientId: string
}

export type ComfyServerOptions = {
  /** Kept from run to run, so that what is in the queue is known as ours after a restart. */
  readonly clientId?: string
}

/** A ComfyUI server, also one behind a proxy that wants a key. Nothing is called before the first method is. */
export function openComfyServer(
  address: ServerAddress,
  transport: Transport,
  { clientId = randomUUID() }: ComfyServerOptions = {},
): ComfyServer {
  const calls = createCalls(address, transport)
  const jobs: JobsRoute = { state: 'unknown' }
  const watch = createWatch(calls, transport, clientId)
  const callOff = async (id: string) => {
    try {
      const { kind } = await cancel(calls, id, jobs)
      return kind !== 'pending' && kind !== 'running'
    } catch (error) {
      if (error instanceof ServerError) return false
      throw error
    }
  }
  const orLeftBehind = async (state: AttemptState, id: string, signal: AbortSignal | undefined) =>
    state.kind === 'absent' ? findLeftBehind(calls, id, signal) : state
  return {
    kind: 'comfyui',
    abilities: { findsByOurId: true, uploads: 'before', events: true, queue: true },
    clientId,
    submit: async (attempt, { signal } = {}) => {
      const accepted = await submit(calls, attempt, { clientId, signal, callOff: () => callOff(attempt.id) })
      watch.expectNews()
      return accepted
    },
    find: async ({ id }, { signal } = {}) => orLeftBehind(await find(calls, id, jobs, { signal }), id, signal),
    cancel: async ({ id }, { signal } = {}) => orLeftBehind(await cancel(calls, id, jobs, signal), id, signal),
    download: async (output, options) => {
      if (output.kind === 'file' && output.source.kind === 'view') return view(calls, output.source, options)
      throw new ServerError({ kind: 'unsupported', what: 'download' }, 'This result is no file on a ComfyUI server.')
    },
    upload: async (file, { signal } = {}) => upload(calls, { ...file, bytes: await inputBytes(transport, file) }, signal),
    health: options => readHealth(calls, options),
    describe: ({ signal } = {}) => describeServer(calls, signal),
    models: (folder, { signal } = {}) => readModels(calls, folder, signal),
    free: async ({ signal } = {}) => {
      const body = jsonBody({ unload_models: true, free_memory: true })
      const { status } = await calls.ask('/free', { method: 'POST', body, signal })
      if (status !== 200)
        throw new ServerError({ kind: 'broken-answer', status }, `The server did not empty its memory (${status}).`)
    },
    listen: watch.listen,
    close: watch.close,
  }
}

/** An idle server answers at once; one that loads a model may hold Python's lock for long. */
async function readHealth(
  calls: Calls,
  { signal, isBusy = false }: { signal?: AbortSignal; isBusy?: boolean } = {},
): Promise<Health> {
  const patience = isBusy ? 15_000 : 3_000
  const queue = await calls.get('/queue', shapes.Queue, { idle: patience, total: patience, signal })
  const running = shapes.readQueueItems(queue.queue_running)
  const pending = shapes.readQueueItems(queue.queue_pending)
  return {
    running: queue.queue_running.length,
    pending: queue.queue_pending.length,
    jobs: [
      ...running.map(({ id, graph, clientId }) => ({ id, graph, clientId, state: 'running' as const })),
      ...pending.map(({ id, graph, clientId }) => ({ id, graph, clientId, state: 'pending' as const })),
    ],
  }
}

async function readModels(calls: Calls, folder: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  try {
    return await calls.get(`/models/${encodeURIComponent(folder)}`, shapes.Names, { signal })
  } catch (error) {
    const isNoFolder = error instanceof ServerError && error.failure.kind === 'broken-answer' && error.failure.status === 404
    if (isNoFolder) return []
    throw error
  }
}
