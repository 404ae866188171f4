export type EmbeddedPostgresFailure =
  /** No PostgreSQL binaries for this platform, or they cannot be loaded. */
  | 'no-binaries'
  /** No account that PostgreSQL would run under. */
  | 'no-account'
  /** The data directory cannot be used: not ours, not writable, of another major version. */
  | 'unusable-data'
  /** The server did not start, or did not become ready in time. */
  | 'not-started'

/** Why the embedded database is not there; the message names the remedy. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
  readonly kind: EmbeddedPostgresFailure
  constructor(kind: EmbeddedPostgresFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
