import type { BlobHash } from './hash.ts'

/** What a store refuses. Sizes are bytes. */
export type BlobFailure =
  | { readonly kind: 'missing'; readonly hash: BlobHash }
  | { readonly kind: 'not-a-hash' }
  | { readonly kind: 'too-large'; readonly limit: number }
  /** `needed` is what was still to be written as far as known, on top of what the store keeps free. */
  | { readonly kind: 'no-space'; readonly needed: number; readonly free: number }
  | { readonly kind: 'bad-range'; readonly size: number }
  /** The bytes that came are not those that were announced by their hash. */
  | { readonly kind: 'mismatch'; readonly expected: BlobHash; readonly actual: BlobHash }
  /** Neither done nor refused: the store, or too much of it, does not answer. Trying again later may help. */
  | { readonly kind: 'unavailable'; readonly why: string }

export class BlobError extends Error {
  override name = 'BlobError'
  readonly failure: BlobFailure
  constructor(failure: BlobFailure, options?: ErrorOptions) {
    super((messages[failure.kind] as (failure: BlobFailure) => string)(failure), options)
    this.failure = failure
  }
}

const messages: { readonly [K in BlobFailure['kind']]: (failure: Extract<BlobFailure, { kind: K }>) => string } = {
  missing: ({ hash }) => `There is no blob ${hash}.`,
  'not-a-hash': () => 'A blob is named by the 64 hexadecimal digits of its sha256.',
  'too-large': ({ limit }) => `The bytes exceed the limit of ${limit}.`,
  'no-space': ({ needed, free }) => `The store needs ${needed} bytes and has ${free} to give.`,
  'bad-range': ({ size }) => `The range lies outside of ${size} bytes.`,
  mismatch: ({ expected, actual }) => `The bytes were announced as ${expected} and are ${actual}.`,
  unavailable: ({ why }) => `The store cannot do this now: ${why}`,
}
