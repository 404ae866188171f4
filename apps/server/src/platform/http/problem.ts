import { problems, type Problem, type ProblemCode } from '@storycanvas/api'

export type FieldError = { field: string; message: string }

/** An error the caller can act on; it reaches them as a problem document. Everything else is a defect and becomes a 500. */
export class RequestError extends Error {
  override name = 'RequestError'
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  readonly retryAfterSeconds: number | null

  constructor(
    code: ProblemCode,
    detail: string,
    options: { errors?: FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause })
    this.code = code
    this.errors = options.errors ?? []
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/** The same words for what is missing, deleted, or not the caller's to see. */
export const notFound = () => new RequestError('not-found', 'Nothing stands under this id, or you may not see it.')

export const invalidField = (field: string, message: string) =>
  new RequestError('invalid-request', 'One or more fields are not valid.', { errors: [{ field, message }] })

/** Refuses one more of what nobody needs without end, and what every change or call has to look at. */
export function requireFewer(what: string, most: number, { length }: { length: number }): void {
  if (length >= most) throw new RequestError('not-possible-now', `There are ${length} ${what} already; delete one first.`)
}

export function problemDocument(error: RequestError, requestId: string): Problem {
  const { status, title, remedy } = problems[error.code]
  return {
    type: `/docs/problems#${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    remedy,
    requestId,
    errors: [...error.errors],
  }
}
