/** Why a call to somebody else's server did not give an answer. Messages name the host that was asked for, never an address. */
export type OutgoingFailure =
  | { readonly kind: 'bad-url'; readonly reason: 'syntax' | 'scheme' | 'credentials' }
  | { readonly kind: 'bad-header'; readonly name: string }
  /** The host is, or resolves to, something that is not on the public internet. */
  | { readonly kind: 'refused-address'; readonly host: string }
  | { readonly kind: 'unresolvable'; readonly host: string }
  | { readonly kind: 'unreachable'; readonly host: string }
  | { readonly kind: 'timeout'; readonly phase: 'connect' | 'idle' | 'total' }
  /** The server sent us elsewhere and we do not go: not asked to, to another scheme, or with a body to another origin. */
  | { readonly kind: 'redirected'; readonly status: number; readonly location: string }
  | { readonly kind: 'too-many-redirects'; readonly limit: number }
  /** Limit in bytes, before and after decompression. */
  | { readonly kind: 'response-too-large'; readonly limit: number }
  | { readonly kind: 'unexpected-type'; readonly type: string }
  /** Not HTTP, cut off, or not decodable. */
  | { readonly kind: 'broken-response' }

export class OutgoingError extends Error {
  override name = 'OutgoingError'
  readonly failure: OutgoingFailure
  constructor(failure: OutgoingFailure, options?: ErrorOptions) {
    super(describe(failure), options)
    this.failure = failure
  }
}

function describe(failure: OutgoingFailure): string {
  const facts = Object.entries(failure).flatMap(([name, value]) => (name === 'kind' ? [] : [`${name} ${value}`]))
  return [failure.kind, ...facts].join(', ')
}
