import { Readable } from 'node:stream'
import { readRunFailure } from '../comfyui/run-failure.ts'
import { createCalls, jsonBody, type Answer, type Calls } from '../server/calls.ts'
import { readDownload } from '../server/download.ts'
import { refused, ServerError } from '../server/failure.ts'
import { inputBytes } from '../server/input-bytes.ts'
import type { Accepted, Attempt, AttemptKey, AttemptState, GenerationServer, Health } from '../server/server.ts'
import type { Headers, Transport } from '../server/transport.ts'
import { collectRunPodOutputs } from './outputs.ts'
import * as shapes from './shapes.ts'

export type RunPodAddress = {
  /** Such as `https://api.runpod.ai/v2/{endpoint}`. */
  readonly url: string
  readonly key: string
  readonly headers?: Headers
}

export type RunPodOptions = {
  /**
   * Fetches results that lie in an S3 store, at addresses that the worker names. Pass one that judges addresses; without
   * it such results are refused.
   */
  readonly resultTransport?: Transport
  /** Where RunPod reports the end of a job; our id is appended, so that an unclear submit may still clear up. */
  readonly webhook?: string
  /** Milliseconds that a job may run; RunPod ends it then. */
  readonly executionTimeout?: number
}

/** Larger requests are refused by RunPod. */
const maxRequest = 10 * 1024 * 1024
const maxAnswer = 64 * 1024 * 1024

/**
 * A serverless endpoint of RunPod that runs worker-comfyui. RunPod gives jobs ids of its own and cannot be asked for
 * ours: `find` and `cancel` need `remoteId`, and an unclear submit stays unclear unless its webhook tells.
 */
export function openRunPodServer(
  { url, key, headers = {} }: RunPodAddress,
  transport: Transport,
  options: RunPodOptions = {},
): GenerationServer {
  const calls = createCalls({ url, headers, secretHeaders: { authorization: `Bearer ${key}` } }, transport)
  return {
    kind: 'runpod',
    abilities: { findsByOurId: false, uploads: 'inline', events: false, queue: false },
    submit: async (attempt, { signal } = {}) =>
      run(calls, attempt, { ...options, images: await imagesOf(attempt, transport) }, signal),
    find: (attempt, { signal } = {}) => find(calls, attempt, signal),
    cancel: async (attempt, { signal } = {}) => {
      const { status } = await calls.ask(`/cancel/${encodeURIComponent(remoteIdOf(attempt))}`, {
        method: 'POST',
        body: jsonBody({}),
        signal,
      })
      if (status === 401 || status === 403) throw unauthorised(status)
      return find(calls, attempt, signal)
    },
    download: async (output, { maxBytes, signal }) => {
      const source = output.kind === 'file' ? output.source : undefined
      if (source?.kind === 'inline') return inline(source.base64, maxBytes)
      if (source?.kind !== 'url' || options.resultTransport === undefined) {
        throw new ServerError(
          { kind: 'unsupported', what: 'download' },
          'Results in a store of their own need a transport for them.',
        )
      }
      const { origin, pathname, search } = new URL(source.url)
      const store = createCalls({ url: origin }, options.resultTransport)
      return readDownload(await store.open(`${pathname}${search}`, { maxBytes, total: 30 * 60_000, signal }), maxBytes)
    },
    upload: () =>
      Promise.reject(new ServerError({ kind: 'unsupported', what: 'upload' }, 'RunPod takes files along with the job.')),
    health: async ({ signal } = {}) => readHealth(calls, signal),
    listen: () => () => undefined,
    close: () => Promise.resolve(),
  }
}

type Image = { readonly name: string; readonly image: string }

const imagesOf = ({ files = [] }: Attempt, transport: Transport): Promise<Image[]> =>
  Promise.all(
    files.map(async file => ({ name: file.name, image: Buffer.from(await inputBytes(transport, file)).toString('base64') })),
  )

async function run(
  calls: Calls,
  attempt: Attempt,
  { images, webhook, executionTimeout }: RunPodOptions & { images: readonly Image[] },
  signal: AbortSignal | undefined,
): Promise<Accepted> {
  const body = jsonBody({
    input: { workflow: attempt.graph, ...(images.length > 0 ? { images } : {}), attempt: attempt.id },
    ...(webhook === undefined ? {} : { webhook: `${webhook}${webhook.includes('?') ? '&' : '?'}attempt=${attempt.id}` }),
    ...(executionTimeout === undefined ? {} : { policy: { executionTimeout } }),
  })
  if (body.bytes.length > maxRequest) throw refused('too-large', 'RunPod takes 10 MB with all pictures; make them smaller.')
  const answer = await start(calls, body, signal)
  const started = shapes.Started.safeParse(answer.json)
  if (answer.status === 200 && started.success) return { remoteId: started.data.id }
  throw readRefusal(answer)
}

async function start(calls: Calls, body: ReturnType<typeof jsonBody>, signal: AbortSignal | undefined): Promise<Answer> {
  try {
    return await calls.ask('/run', { method: 'POST', body, signal })
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    if (error.failure.kind === 'unreachable' || error.failure.kind === 'refused') throw error
    throw new ServerError({ kind: 'unclear', status: null }, 'RunPod gave no answer: whether it took the job is not known.', {
      cause: error,
    })
  }
}

function readRefusal({ status, retryAfter }: Answer): ServerError {
  if (status === 400) return refused('invalid-graph', 'RunPod refuses the job (400).')
  if (status === 401 || status === 403) return unauthorised(status)
  if (status === 404) return refused('another-protocol', 'There is no such endpoint at RunPod (404).')
  if (status === 413) return refused('too-large', 'The job is larger than RunPod takes (413).')
  if (status === 429) return refused('busy', 'The endpoint takes no more jobs now (429).', { retryAfter })
  return new ServerError({ kind: 'unclear', status }, `RunPod answered ${status}: whether it took the job is not known.`)
}

function unauthorised(status: number) {
  return refused('unauthorised', `RunPod wants a key, or another one (${status}).`)
}

async function find(calls: Calls, key: AttemptKey, signal: AbortSignal | undefined): Promise<AttemptState> {
  const remoteId = remoteIdOf(key)
  const { status, json } = await calls.ask(`/status/${encodeURIComponent(remoteId)}`, {
    maxBytes: maxAnswer,
    total: 10 * 60_000,
    signal,
  })
  if (status === 401 || status === 403) throw unauthorised(status)
  // Results are kept for half an hour.
  if (status === 404) return { kind: 'absent' }
  const job = shapes.JobStatus.safeParse(json)
  if (status !== 200 || !job.success || job.data.id !== remoteId) {
    throw new ServerError({ kind: 'broken-answer', status }, `RunPod answers ${status} instead of the state of the job.`, {
      cause: job.error,
    })
  }
  return readState(job.data)
}

function readState({ status, output, error, executionTime }: shapes.JobStatus): AttemptState {
  if (status === 'IN_QUEUE') return { kind: 'pending', ahead: null, copies: 1 }
  if (status === 'IN_PROGRESS' || status === 'RUNNING') return { kind: 'running', copies: 1 }
  const outputs = collectRunPodOutputs(output)
  if (status === 'CANCELLED') return { kind: 'interrupted', outputs }
  const said = shapes.OutputError.safeParse(output).data?.error ?? (typeof error === 'string' ? error : undefined)
  if (status === 'COMPLETED' && said === undefined) {
    return { kind: 'finished', outputs, seconds: executionTime === undefined ? null : executionTime / 1000 }
  }
  const failure = readRunFailure({ exception_message: said ?? '' }, null)
  if (status !== 'TIMED_OUT') return { kind: 'failed', failure, outputs }
  const message = 'RunPod ended the job: it took longer than the endpoint allows.'
  return {
    kind: 'failed',
    failure: { ...failure, reason: 'timed-out', message, remedy: 'Raise the endpoint’s execution timeout.', retry: 'other' },
    outputs,
  }
}

function remoteIdOf({ remoteId }: AttemptKey): string {
  if (remoteId !== undefined) return remoteId
  throw new ServerError(
    { kind: 'unsupported', what: 'find-by-our-id' },
    'RunPod knows jobs by its own ids only, and this attempt never got one.',
  )
}

function inline(base64: string, maxBytes: number) {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.byteLength > maxBytes)
    throw new ServerError({ kind: 'answer-too-large', limit: maxBytes }, `The file is larger than ${maxBytes} bytes.`)
  return { stream: Readable.from([bytes], { objectMode: false }), size: bytes.byteLength, type: null }
}

async function readHealth(calls: Calls, signal: AbortSignal | undefined): Promise<Health> {
  const { jobs } = await calls.get('/health', shapes.EndpointHealth, { signal })
  return { running: jobs.inProgress, pending: jobs.inQueue, jobs: [] }
}
