import type { Purpose } from './key.ts'

export type SecretFailure =
  /** A key given by the environment would be guessed. */
  | { readonly kind: 'weak-key'; readonly purpose: Purpose; readonly reason: string }
  /** The key file cannot be used as it is; it is never replaced, since what it sealed would be lost. */
  | { readonly kind: 'bad-key-file'; readonly file: string; readonly reason: string }
  /** No key for this text, or the text was changed or moved to another place. */
  | { readonly kind: 'cannot-open' }

/** Messages never hold a key or what was sealed. */
export class SecretError extends Error {
  override name = 'SecretError'
  readonly failure: SecretFailure
  constructor(failure: SecretFailure, options?: ErrorOptions) {
    super(Object.values(failure).join(': '), options)
    this.failure = failure
  }
}
