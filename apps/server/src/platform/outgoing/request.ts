import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { OutgoingError } from './error.ts'
import type { LocalServers } from './target.ts'

export type Headers = { readonly [name: string]: string }

/** A stream can be sent once only, so no redirect is followed with it. `length` in bytes; without it the body goes in chunks. */
export type OutgoingBody = Uint8Array | string | { readonly stream: AsyncIterable<Uint8Array>; readonly length?: number }

export type OutgoingRequest = {
  readonly url: string | URL
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly headers?: Headers
  /** Headers that only the origin of `url` ever sees, such as keys; no redirect carries them elsewhere. */
  readonly secretHeaders?: Headers
  readonly body?: OutgoingBody
  /** Largest answer in bytes, before and after decompression. */
  readonly maxBytes: number
  /** Content types that are taken of a successful answer: `image/png`, `image/*`. Everything when left out. */
  readonly accept?: readonly string[]
  /** How many redirects are followed; default none. */
  readonly redirects?: number
  /** `host:port` of servers in our own network that the administrator named. Holds for `url`, never for a redirect. */
  readonly localServers?: LocalServers
  /** Milliseconds; see `defaultTimes`. */
  readonly times?: Partial<Times>
  readonly signal?: AbortSignal
}

export type Times = {
  /** Look-up, TCP and TLS together, for each hop. */
  readonly connect: number
  /** Silence on the wire. */
  readonly idle: number
  /** From the call to the last byte of the answer, redirects included. */
  readonly total: number
}

export const defaultTimes: Times = { connect: 10_000, idle: 30_000, total: 120_000 }

export type OutgoingResponse = {
  /** Of any size: an answer of 404 or 503 is an answer. */
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Where the answer came from, after redirects. */
  readonly url: string
  /** Decompressed and counted; fails with an OutgoingError. Read it to the end or destroy it. */
  readonly body: Readable
  bytes(): Promise<Buffer>
  text(): Promise<string>
  /** Fails with `broken-response` when it is no JSON. Its shape is still to be checked. */
  json(): Promise<unknown>
}

/** What only the client itself may say: framing, routing, connection. */
const reserved = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'keep-alive',
  'accept-encoding',
])
const token = /^[\w!#$%&'*+.^`|~-]+$/
/** RFC 9110 §5.5; obsolete text above ASCII is refused. */
const fieldValue = /^[\t\x20-\x7e]*$/

/** @throws OutgoingError `bad-header` */
export function checkHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (!token.test(name) || !fieldValue.test(value) || reserved.has(lower) || lower.startsWith('proxy-')) {
      throw new OutgoingError({ kind: 'bad-header', name })
    }
  }
}
