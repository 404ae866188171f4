import type { GraphProblem } from '../graph/problem.ts'

/** Why a server does not take an attempt. */
export type RefusalReason =
  | 'invalid-graph'
  /** A node is not installed there: another server may have it. */
  | 'missing-node'
  /** A model file is not there: another server may have it. */
  | 'missing-file'
  /** What was sent is larger than the server takes. */
  | 'too-large'
  | 'unauthorised'
  /** Too many requests or jobs; ask again later. */
  | 'busy'
  /** Something answers, but it is not such a server: a login page, another program, a wrong path. */
  | 'another-protocol'

/**
 * What went wrong with a server, by what is certain about it:
 *
 * - `refused`, `unreachable`: nothing was started there. Another server may have the attempt at once.
 * - `unclear`: it may have been started. Look it up by its id before anything moves (`reconcile`).
 * - `lost`: what was there is gone and will not come back.
 * - the rest concerns a call that changes nothing, and may be repeated.
 */
export type ServerFailure =
  | {
      readonly kind: 'refused'
      readonly reason: RefusalReason
      readonly problems: readonly GraphProblem[]
      /** Seconds after which the server wants to be asked again, if it said so. */
      readonly retryAfter: number | null
      /** A part was started all the same and could not be called off: it runs for nothing, its results are not to be used. */
      readonly isLeftRunning: boolean
    }
  /** The call never left. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unclear'; readonly status: number | null }
  | { readonly kind: 'lost'; readonly what: 'output' }
  /** Fewer bytes came than were announced. */
  | { readonly kind: 'truncated'; readonly received: number; readonly expected: number }
  /** Limit in bytes. */
  | { readonly kind: 'answer-too-large'; readonly limit: number }
  /** No answer, or none in the time it had. */
  | { readonly kind: 'no-answer' }
  /** An answer that the protocol does not allow for. */
  | { readonly kind: 'broken-answer'; readonly status: number }
  /** This kind or version of server has no such call. */
  | { readonly kind: 'unsupported'; readonly what: string }

export class ServerError extends Error {
  override name = 'ServerError'
  readonly failure: ServerFailure
  constructor(failure: ServerFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

export function refused(
  reason: RefusalReason,
  message: string,
  more: { problems?: readonly GraphProblem[]; retryAfter?: number | null; isLeftRunning?: boolean } = {},
): ServerError {
  const { problems = [], retryAfter = null, isLeftRunning = false } = more
  return new ServerError({ kind: 'refused', reason, problems, retryAfter, isLeftRunning }, message)
}

/** True when it is certain that nothing of the attempt runs or will run there. */
export function isCertainlyNotThere(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false
  const { failure } = error
  return failure.kind === 'unreachable' || (failure.kind === 'refused' && !failure.isLeftRunning)
}
