import { OutgoingError } from './error.ts'
import type { Headers, OutgoingBody } from './request.ts'
import { parseTarget, type Target } from './target.ts'

/** One request of a chain. */
export type Hop = {
  readonly target: Target
  readonly method: string
  readonly headers: Headers
  readonly secretHeaders: Headers
  readonly body: OutgoingBody | undefined
}

/** Keys hide in these even when a caller put them among the ordinary headers. */
const alwaysSecret = new Set(['authorization', 'cookie', 'x-api-key', 'api-key'])
const bodyHeaders = new Set(['content-type', 'content-encoding', 'content-language', 'content-location'])

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

/**
 * The request that follows a redirect (RFC 9110 §15.4), without anything secret when it goes to another origin.
 *
 * @throws OutgoingError `redirected` when it cannot be followed safely
 */
export function followRedirect(hop: Hop, status: number, location: string): Hop {
  const target = parseLocation(hop, status, location)
  const refuse = () => new OutgoingError({ kind: 'redirected', status, location: target.url.href })
  if (hop.target.isEncrypted && !target.isEncrypted) throw refuse()
  const isSameOrigin = target.url.origin === hop.target.url.origin
  const becomesGet = (status === 303 && hop.method !== 'HEAD') || (status < 303 && hop.method === 'POST')
  const body = becomesGet ? undefined : hop.body
  if (body !== undefined && (!isSameOrigin || isStream(body))) throw refuse()
  const isKept = (name: string) =>
    (isSameOrigin || !alwaysSecret.has(name.toLowerCase())) && (body !== undefined || !bodyHeaders.has(name.toLowerCase()))
  return {
    target,
    method: becomesGet ? 'GET' : hop.method,
    headers: Object.fromEntries(Object.entries(hop.headers).filter(([name]) => isKept(name))),
    secretHeaders: isSameOrigin ? hop.secretHeaders : {},
    body,
  }
}

function parseLocation(hop: Hop, status: number, location: string): Target {
  const url = URL.parse(location, hop.target.url.href)
  try {
    return parseTarget(url ?? location, 'http')
  } catch (cause) {
    throw new OutgoingError({ kind: 'redirected', status, location }, { cause })
  }
}

function isStream(body: OutgoingBody) {
  return typeof body !== 'string' && !(body instanceof Uint8Array)
}
