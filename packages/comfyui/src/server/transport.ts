import type { Readable, Duplex } from 'node:stream'

export type Headers = { readonly [name: string]: string }

/** A stream can be sent once. `length` in bytes. */
export type TransportBody = Uint8Array | string | { readonly stream: AsyncIterable<Uint8Array>; readonly length?: number }

export type TransportRequest = {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Headers
  /** For this origin only, such as keys. */
  readonly secretHeaders: Headers
  readonly body?: TransportBody
  /** Largest answer in bytes. */
  readonly maxBytes: number
  /** Milliseconds: look-up and connecting; silence on the wire; from the call to the last byte. */
  readonly times: { readonly connect: number; readonly idle: number; readonly total: number }
  readonly signal?: AbortSignal
}

export type TransportResponse = {
  readonly status: number
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** Fails when it is cut off or grows beyond `maxBytes`. Read to the end or destroyed. */
  readonly body: Readable
}

/**
 * How bytes get to a server; nothing else in this package opens a connection. `createNodeTransport` reaches any address
 * and keeps connections alive. A program that takes addresses from users passes one that judges them.
 *
 * A failure may carry `failure.kind`, and `failure.phase` of a timeout; `wasNeverSent` reads them to tell whether the
 * request can have reached anyone. An error without them counts as sent. Redirects are not followed.
 */
export type Transport = {
  readonly fetch: (request: TransportRequest) => Promise<TransportResponse>
  /** An open socket to the host of a `ws:` or `wss:` URL, encrypted in the latter case. */
  readonly connectWebSocket: (url: string, options: { readonly signal?: AbortSignal }) => Promise<Duplex>
  /** All bytes of a file that an attempt names by its sha256 alone; left out where files always come with their bytes. */
  readonly readStored?: (hash: string) => Promise<Uint8Array>
}

const unsentKinds = new Set(['bad-url', 'bad-header', 'refused-address', 'unresolvable', 'unreachable'])

/** True when the request certainly did not reach anyone. */
export function wasNeverSent(error: unknown): boolean {
  const failure = failureOf(error)
  return failure !== undefined && (unsentKinds.has(failure.kind) || (failure.kind === 'timeout' && failure.phase === 'connect'))
}

export function isTooLarge(error: unknown): boolean {
  return failureOf(error)?.kind === 'response-too-large'
}

export function isRedirection(error: unknown): boolean {
  return failureOf(error)?.kind === 'redirected'
}

function failureOf(error: unknown): { kind: string; phase?: unknown } | undefined {
  if (typeof error !== 'object' || error === null || !('failure' in error)) return undefined
  const { failure } = error
  if (typeof failure !== 'object' || failure === null || !('kind' in failure) || typeof failure.kind !== 'string')
    return undefined
  return { kind: failure.kind, ...('phase' in failure ? { phase: failure.phase } : {}) }
}
