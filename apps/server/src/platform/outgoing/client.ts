import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { decodeBody } from './body.ts'
import { openSocket, realNetwork, type Network } from './connect.ts'
import { startDeadline, type Deadline } from './deadline.ts'
import { OutgoingError } from './error.ts'
import { exchange } from './exchange.ts'
import { followRedirect, isRedirect, type Hop } from './redirect.ts'
import { checkHeaders, defaultTimes, type OutgoingRequest, type OutgoingResponse } from './request.ts'
import { parseTarget, type LocalServers } from './target.ts'

/**
 * The one way to a URL that came from outside: a user's server, a webhook, an import, a provider's result. It reaches
 * public addresses only, and of our own network only what the administrator named.
 */
export type OutgoingClient = {
  /** @throws OutgoingError; or the reason of the request's signal */
  readonly fetch: (request: OutgoingRequest) => Promise<OutgoingResponse>
  /**
   * An open socket for a `ws:` or `wss:` URL, judged in the same way; give it to the WebSocket client as
   * `createConnection: () => socket`.
   */
  readonly connectWebSocket: (url: string | URL, options?: WebSocketOptions) => Promise<Socket>
}

export type WebSocketOptions = { readonly localServers?: LocalServers; readonly signal?: AbortSignal }

const nothingLocal: LocalServers = new Set()

export function createOutgoing(network: Network = realNetwork): OutgoingClient {
  return {
    fetch: async request => {
      checkHeaders({ ...request.headers })
      checkHeaders({ ...request.secretHeaders })
      const target = parseTarget(request.url, 'http')
      const deadline = startDeadline({ ...defaultTimes, ...request.times }, request.signal)
      try {
        const { method = 'GET', headers = {}, secretHeaders = {}, body } = request
        const answer = await followChain(network, request, { target, method, headers, secretHeaders, body }, deadline)
        return readAnswer(request, answer, deadline)
      } catch (error) {
        deadline.clear()
        throw error
      }
    },
    connectWebSocket: async (url, { localServers = nothingLocal, signal } = {}) => {
      const deadline = startDeadline({ ...defaultTimes, total: defaultTimes.connect }, signal)
      try {
        return await deadline.connecting(within => openSocket(network, parseTarget(url, 'websocket'), localServers, within))
      } finally {
        deadline.clear()
      }
    },
  }
}

type Answer = { readonly response: IncomingMessage; readonly hop: Hop }

async function followChain(network: Network, request: OutgoingRequest, first: Hop, deadline: Deadline): Promise<Answer> {
  const limit = request.redirects ?? 0
  let hop = first
  for (let followed = 0; ; followed++) {
    const localServers = followed === 0 ? (request.localServers ?? nothingLocal) : nothingLocal
    const { target } = hop
    const socket = await deadline.connecting(signal => openSocket(network, target, localServers, signal))
    deadline.watchIdle(socket)
    const response = await exchange(socket, hop, deadline.signal)
    const { statusCode: status = 0, headers } = response
    if (!isRedirect(status) || headers.location === undefined) return { response, hop }
    response.on('error', () => undefined).destroy()
    if (limit === 0) throw new OutgoingError({ kind: 'redirected', status, location: headers.location })
    if (followed === limit) throw new OutgoingError({ kind: 'too-many-redirects', limit })
    hop = followRedirect(hop, status, headers.location)
  }
}

function readAnswer({ maxBytes, accept }: OutgoingRequest, { response, hop }: Answer, deadline: Deadline): OutgoingResponse {
  const { statusCode: status = 0, headers } = response
  const end = () => {
    deadline.clear()
    response.destroy()
  }
  let body: Readable
  try {
    const isBodiless = hop.method === 'HEAD' || status === 204 || status === 304
    if (accept !== undefined && status >= 200 && status < 300 && !isBodiless) requireType(headers['content-type'], accept)
    body = isBodiless ? Readable.from([]).once('close', end) : decodeBody(response, maxBytes, deadline.signal, end)
  } catch (error) {
    response.on('error', () => undefined)
    end()
    throw error
  }
  const bytes = async () => Buffer.concat(await body.toArray())
  const text = async () => (await bytes()).toString('utf8')
  const json = async () => {
    const received = await text()
    try {
      return JSON.parse(received) as unknown
    } catch (cause) {
      throw new OutgoingError({ kind: 'broken-response' }, { cause })
    }
  }
  return { status, headers, url: hop.target.url.href, body, bytes, text, json }
}

function requireType(given: string | undefined, accept: readonly string[]) {
  const type = (given ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const isAccepted = accept.some(wanted => wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1))))
  if (!isAccepted) throw new OutgoingError({ kind: 'unexpected-type', type })
}
