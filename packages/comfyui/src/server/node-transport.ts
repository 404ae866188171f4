import { once } from 'node:events'
import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { connect as connectTcp, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect as connectTls } from 'node:tls'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

export type NodeTransport = Transport & {
  /** Closes the connections that are kept. */
  readonly close: () => void
}

type Failure =
  | { readonly kind: 'unreachable' | 'broken-response' }
  | { readonly kind: 'timeout'; readonly phase: 'connect' | 'idle' | 'total' }
  | { readonly kind: 'response-too-large'; readonly limit: number }

class TransportError extends Error {
  override name = 'TransportError'
  readonly failure: Failure
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind, options)
    this.failure = failure
  }
}

/** Shorter than ComfyUI keeps an idle connection (75 s), so that none is used at the moment at which it closes. */
const keptFor = 30_000
const connections = 8

/** Plain HTTP/1.1 of Node to any address, with connections that are kept. */
export function createNodeTransport(): NodeTransport {
  const options = { keepAlive: true, maxSockets: connections, maxFreeSockets: 2, timeout: keptFor } as const
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) }
  return {
    fetch: request => exchange(request, agents),
    connectWebSocket: (url, { signal }) => openSocket(new URL(url), signal),
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}

type Agents = { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent }

async function exchange(request: TransportRequest, agents: Agents, isRetry = false): Promise<TransportResponse> {
  request.signal?.throwIfAborted()
  const ending = new AbortController()
  const expire = (phase: 'connect' | 'idle' | 'total') => () => ending.abort(new TransportError({ kind: 'timeout', phase }))
  const follow = () => ending.abort(request.signal?.reason)
  const total = setTimeout(expire('total'), request.times.total)
  request.signal?.addEventListener('abort', follow, { once: true })
  const clear = () => {
    clearTimeout(total)
    request.signal?.removeEventListener('abort', follow)
  }
  const outgoing = start(request, agents)
  try {
    const response = await answer(outgoing, request, ending.signal, expire)
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: counted(response, request.maxBytes, ending.signal, clear),
    }
  } catch (cause) {
    clear()
    outgoing.destroy()
    ending.signal.throwIfAborted()
    // A kept connection may close just as it is used again; a GET may be asked twice.
    if (outgoing.reusedSocket && request.method === 'GET' && !isRetry) return exchange(request, agents, true)
    throw cause instanceof TransportError ? cause : new TransportError({ kind: 'broken-response' }, { cause })
  }
}

function start({ url, method, headers, secretHeaders, body }: TransportRequest, agents: Agents): ClientRequest {
  const target = new URL(url)
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body instanceof Uint8Array ? body.byteLength : body?.length
  const all = { ...headers, ...secretHeaders, ...(length === undefined ? {} : { 'content-length': String(length) }) }
  return target.protocol === 'https:'
    ? requestHttps(target, { method, headers: all, agent: agents['https:'] })
    : requestHttp(target, { method, headers: all, agent: agents['http:'] })
}

async function answer(
  outgoing: ClientRequest,
  { body, times, url }: TransportRequest,
  signal: AbortSignal,
  expire: (phase: 'connect' | 'idle') => () => void,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  let isConnected = false
  const connecting = setTimeout(expire('connect'), times.connect)
  outgoing.once('socket', (socket: Socket) => {
    const connected = () => {
      isConnected = true
      clearTimeout(connecting)
    }
    if (socket.connecting) socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', connected)
    else connected()
  })
  outgoing.setTimeout(times.idle, expire('idle'))
  outgoing.once('response', resolve)
  outgoing.on('error', cause => reject(isConnected ? cause : new TransportError({ kind: 'unreachable' }, { cause })))
  const abort = () => {
    reject(signal.reason)
    outgoing.destroy()
  }
  signal.addEventListener('abort', abort, { once: true })
  outgoing.once('close', () => signal.removeEventListener('abort', abort))
  send(outgoing, body).catch(reject)
  try {
    return await promise
  } finally {
    clearTimeout(connecting)
  }
}

async function send(outgoing: ClientRequest, body: TransportRequest['body']) {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) outgoing.end(body)
  else await pipeline(Readable.from(body.stream, { objectMode: false }), outgoing)
}

function counted(response: IncomingMessage, limit: number, signal: AbortSignal, end: () => void): Readable {
  const bytes = async function* () {
    let received = 0
    try {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        received += chunk.byteLength
        if (received > limit) throw new TransportError({ kind: 'response-too-large', limit })
        yield chunk
      }
    } catch (cause) {
      signal.throwIfAborted()
      throw cause instanceof TransportError ? cause : new TransportError({ kind: 'broken-response' }, { cause })
    } finally {
      end()
      response.destroy()
    }
  }
  const body = Readable.from(bytes(), { objectMode: false })
  body.on('error', () => undefined)
  body.once('close', () => {
    end()
    response.destroy()
  })
  return body
}

async function openSocket(url: URL, signal?: AbortSignal): Promise<Socket> {
  const isEncrypted = url.protocol === 'wss:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (isEncrypted ? 443 : 80))
  const socket = isEncrypted
    ? connectTls({ host, port, servername: host, ALPNProtocols: ['http/1.1'] })
    : connectTcp({ host, port })
  try {
    await once(socket, isEncrypted ? 'secureConnect' : 'connect', signal === undefined ? {} : { signal })
    return socket
  } catch (cause) {
    socket.on('error', () => undefined)
    socket.destroy()
    throw new TransportError({ kind: 'unreachable' }, { cause })
  }
}
