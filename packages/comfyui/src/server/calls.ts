import type { z } from 'zod'
import { refused, ServerError } from './failure.ts'
import {
  isRedirection,
  isTooLarge,
  wasNeverSent,
  type Headers,
  type Transport,
  type TransportBody,
  type TransportResponse,
} from './transport.ts'

export type ServerAddress = {
  /** `http:` or `https:`, with the path under which the server lies. */
  readonly url: string
  readonly headers?: Headers
  /** Keys that a proxy or provider wants. They go to the server's origin only. */
  readonly secretHeaders?: Headers
}

export type Call = {
  readonly method?: 'GET' | 'POST'
  readonly body?: { readonly type: string; readonly bytes: TransportBody }
  readonly maxBytes?: number
  /** Milliseconds of silence, and in all. */
  readonly idle?: number
  readonly total?: number
  readonly signal?: AbortSignal | undefined
}

export type Answer = {
  readonly status: number
  readonly retryAfter: number | null
  /** Undefined when the body is no JSON. */
  readonly json: unknown
}

export type Calls = {
  /** @throws ServerError `unreachable`, `no-answer`, `answer-too-large`, or `refused` for a redirect; the signal's reason */
  readonly open: (path: string, call?: Call) => Promise<TransportResponse>
  readonly ask: (path: string, call?: Call) => Promise<Answer>
  /** The JSON of a successful GET. @throws ServerError `broken-answer` also when it has another shape */
  readonly get: <T>(path: string, shape: z.ZodType<T>, call?: Call) => Promise<T>
  readonly url: (path: string) => string
  readonly headers: Headers
}

/** Answers that are no file: graphs of a full queue are a few MB. */
const defaultMaxBytes = 16 * 1024 * 1024
const connect = 5_000

export function createCalls({ url: base, headers = {}, secretHeaders = {} }: ServerAddress, transport: Transport): Calls {
  const root = base.replace(/\/+$/, '')
  const open = async (path: string, call: Call = {}): Promise<TransportResponse> => {
    const { method = 'GET', body, maxBytes = defaultMaxBytes, idle = 15_000, total = 60_000, signal } = call
    try {
      return await transport.fetch({
        url: `${root}${path}`,
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': body.type }) },
        secretHeaders,
        maxBytes,
        times: { connect, idle, total },
        ...(body === undefined ? {} : { body: body.bytes }),
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (cause) {
      signal?.throwIfAborted()
      throw translate(cause, maxBytes)
    }
  }
  const ask = async (path: string, call: Call = {}): Promise<Answer> => {
    const response = await open(path, call)
    const { status, headers: given } = response
    return { status, retryAfter: readRetryAfter(given['retry-after']), json: parse(await readText(response, call)) }
  }
  return {
    open,
    ask,
    get: async (path, shape, call) => {
      const { status, json } = await ask(path, call)
      if (status === 401 || status === 403) throw refused('unauthorised', `The server wants a key, or another one (${status}).`)
      const read = shape.safeParse(json)
      if (status === 200 && read.success) return read.data
      const message = `The server answers ${path} with ${status === 200 ? 'something else than its protocol says' : status}.`
      throw new ServerError({ kind: 'broken-answer', status }, message, { cause: read.error })
    },
    url: path => `${root}${path}`,
    headers: { ...headers, ...secretHeaders },
  }
}

async function readText(response: TransportResponse, { maxBytes = defaultMaxBytes, signal }: Call): Promise<string> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of response.body as AsyncIterable<Buffer>) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  } catch (cause) {
    signal?.throwIfAborted()
    throw translate(cause, maxBytes)
  }
}

/** Whoever waits for a job reads the words; where the server stands is for those who manage it. */
function translate(cause: unknown, limit: number): ServerError {
  if (isRedirection(cause)) return refused('another-protocol', 'The server sends us elsewhere; give the address that it names.')
  if (wasNeverSent(cause)) return new ServerError({ kind: 'unreachable' }, 'The server cannot be reached.', { cause })
  if (isTooLarge(cause))
    return new ServerError({ kind: 'answer-too-large', limit }, `The server answers with more than ${limit} bytes.`, { cause })
  return new ServerError({ kind: 'no-answer' }, 'The server gave no answer.', { cause })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function readRetryAfter(value: string | readonly string[] | undefined): number | null {
  const seconds = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : null
  return seconds
}

export function jsonBody(value: unknown) {
  return { type: 'application/json', bytes: JSON.stringify(value) } as const
}
