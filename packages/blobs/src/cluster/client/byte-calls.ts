import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants, type IncomingHttpHeaders } from 'node:http2'
import { status } from '@grpc/grpc-js'
import type { Security } from '../wire/security.ts'
import { TooSlow } from './failure.ts'

export type ByteCall = {
  readonly path: string
  /** Messages with their heads, sent from where they lie. */
  readonly send: readonly Buffer[]
  /** Hears the answer as it comes; when it throws, the call is broken off and fails with that. */
  readonly hear: (piece: Buffer) => void
  /** How long the call may take, in milliseconds. */
  readonly ms: number
  readonly signal?: AbortSignal | undefined
}

/** A call failed, in the words of gRPC. */
class CallFailure extends Error {
  override name = 'CallFailure'
  readonly code: status
  readonly details: string
  constructor(code: status, details: string) {
    super(`${status[code]}: ${details}`)
    this.code = code
    this.details = details
  }
}

/** Bytes that may be on their way to us on one call, and on all calls of a connection. */
const callWindow = 4 * 1024 * 1024
const connectionWindow = 16 * 1024 * 1024
const { NGHTTP2_CANCEL } = constants

/**
 * Calls that carry the bytes of chunks, on a connection of their own to one node: gRPC on the wire, without grpc-js, which puts
 * every message together in new memory on both sides. The connection is made when it is needed, and anew when a call
 * found it silent.
 */
export function createByteCalls(place: string, { token, certificates }: Security) {
  let current: ClientHttp2Session | undefined
  let isClosed = false
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }

  /** Takes no new calls; those that run have so long to end. */
  const leave = (session: ClientHttp2Session, ms: number) => {
    if (session === current) current = undefined
    if (session.destroyed) return
    session.close()
    const late = setTimeout(() => session.destroy(), ms).unref()
    session.once('close', () => clearTimeout(late))
  }
  const opened = (): ClientHttp2Session => {
    if (isClosed) throw new Error('this client is closed')
    if (current !== undefined && !current.closed && !current.destroyed) return current
    const session = connect(`${certificates === undefined ? 'http' : 'https'}://${place}`, {
      settings: { enablePush: false, initialWindowSize: callWindow },
      // What waits to be sent lies in the memory of whoever puts it, and is bounded there.
      maxSessionMemory: Number.MAX_SAFE_INTEGER,
      ...(certificates && { ca: certificates.authority, cert: certificates.certificate, key: certificates.key }),
    })
    const forget = () => {
      if (session === current) current = undefined
    }
    session.once('connect', () => session.setLocalWindowSize(connectionWindow))
    session.once('goaway', forget)
    session.once('close', forget)
    // Its calls tell.
    session.on('error', forget)
    current = session
    return session
  }

  return {
    /** Resolves when the node has said that all is well. Throws what `hear` throws, {@link TooSlow} where that broke it off, or an error with the status of gRPC as its `code`. */
    call: ({ path, send, hear, ms, signal }: ByteCall): Promise<void> =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(reasonOf(signal))
        let session: ClientHttp2Session
        let stream: ClientHttp2Stream
        try {
          session = opened()
          const kind = { 'content-type': 'application/grpc+proto', te: 'trailers', 'grpc-timeout': `${Math.ceil(ms)}m` }
          stream = session.request({ ':method': 'POST', ':path': path, ...kind, ...authorization })
        } catch (error) {
          return reject(new CallFailure(status.UNAVAILABLE, messageOf(error)))
        }
        let said: CallFailure | 'well' | undefined
        let broken: unknown

        const settle = (failure?: Error) => {
          clearTimeout(late)
          signal?.removeEventListener('abort', abort)
          if (failure === undefined) resolve()
          else reject(failure)
        }
        const breakOff = (reason: Error) => {
          settle(reason)
          stream.close(NGHTTP2_CANCEL)
        }
        const abort = () => {
          if (signal?.reason instanceof TooSlow) leave(session, ms)
          breakOff(reasonOf(signal as AbortSignal))
        }
        const late = setTimeout(() => {
          leave(session, ms)
          breakOff(new CallFailure(status.DEADLINE_EXCEEDED, `nothing was heard for ${ms} ms`))
        }, ms)
        signal?.addEventListener('abort', abort, { once: true })
        const note = (headers: IncomingHttpHeaders) => (said ??= statusIn(headers))
        stream.on('response', note)
        stream.on('trailers', note)
        stream.on('data', (piece: Buffer) => {
          try {
            hear(piece)
          } catch (error) {
            breakOff(error as Error)
          }
        })
        stream.on('error', error => (broken = error))
        stream.once('end', () => {
          // A node that refuses need not have heard all.
          if (said !== undefined && !stream.writableFinished) stream.close(NGHTTP2_CANCEL)
        })
        stream.once('close', () => {
          const unsaid = () => new CallFailure(status.UNAVAILABLE, messageOf(broken))
          settle(said === 'well' ? undefined : (said ?? unsaid()))
        })
        stream.cork()
        for (const frame of send) stream.write(frame)
        stream.uncork()
        stream.end()
      }),

    close(): void {
      isClosed = true
      if (current !== undefined) leave(current, 1000)
    },
  }
}

/** What a call that was broken off is to be counted as. */
const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof TooSlow ? reason : new CallFailure(status.CANCELLED, messageOf(reason))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'the connection broke')

function statusIn(headers: IncomingHttpHeaders): CallFailure | 'well' | undefined {
  const http = Number(headers[':status'] ?? 200)
  if (http !== 200) return new CallFailure(status.UNAVAILABLE, `HTTP ${http}`)
  const code = headers['grpc-status']
  if (code === undefined) return undefined
  const known: status | undefined = statuses.get(Number(code))
  return known === status.OK ? 'well' : new CallFailure(known ?? status.UNKNOWN, detailsIn(headers))
}

const statuses = new Map<number, status>(
  Object.values(status).flatMap(each => (typeof each === 'number' ? [[each, each] as const] : [])),
)

function detailsIn({ 'grpc-message': message }: IncomingHttpHeaders): string {
  try {
    return decodeURIComponent(String(message ?? ''))
  } catch {
    return String(message)
  }
}
