import { request as startRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { acceptedEncodings } from './body.ts'
import { OutgoingError } from './error.ts'
import type { Hop } from './redirect.ts'
import type { OutgoingBody } from './request.ts'

const maxHeaderSize = 32 * 1024

/**
 * Sends one request over an open socket, which is closed with the answer, and gives back the answer's head. The body
 * may still be on its way out when the answer comes.
 *
 * @throws OutgoingError `broken-response`; or the signal's reason
 */
export async function exchange(socket: Socket, hop: Hop, signal: AbortSignal): Promise<IncomingMessage> {
  const { url } = hop.target
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = startRequest({
    createConnection: () => socket,
    method: hop.method,
    path: `${url.pathname}${url.search}`,
    headers: {
      accept: '*/*',
      'user-agent': 'StoryCanvas',
      ...hop.headers,
      ...hop.secretHeaders,
      ...framing(hop.body),
      host: url.host,
      'accept-encoding': acceptedEncodings,
    },
    setHost: false,
    maxHeaderSize,
    insecureHTTPParser: false,
  })
  request.once('response', resolve)
  // Stays for good: an error after the answer began belongs to the answer's body.
  request.on('error', cause => reject(new OutgoingError({ kind: 'broken-response' }, { cause })))
  const abort = () => {
    reject(signal.reason)
    request.destroy()
    socket.destroy()
  }
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  socket.once('close', () => signal.removeEventListener('abort', abort))
  send(request, hop.body).catch((cause: unknown) => {
    reject(cause)
    request.destroy()
  })
  return promise
}

function framing(body: OutgoingBody | undefined): { readonly [name: string]: string } {
  if (body === undefined) return {}
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body instanceof Uint8Array ? body.byteLength : body.length
  return length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) }
}

async function send(request: ClientRequest, body: OutgoingBody | undefined): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    request.end(body)
    return
  }
  await pipeline(Readable.from(body.stream, { objectMode: false }), request)
}
