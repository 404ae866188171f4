import { status } from '@grpc/grpc-js'
import { BlobError } from '../../error.ts'

type Code = 'INVALID_ARGUMENT' | 'FAILED_PRECONDITION' | 'DATA_LOSS'

/** A call that the node does not carry out, with the status that gRPC knows for it. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: number
  constructor(code: Code, message: string) {
    super(message)
    this.code = status[code]
  }
}

const statusOf = {
  missing: status.NOT_FOUND,
  'not-a-hash': status.INVALID_ARGUMENT,
  'too-large': status.INVALID_ARGUMENT,
  'no-space': status.RESOURCE_EXHAUSTED,
  'bad-range': status.OUT_OF_RANGE,
  mismatch: status.DATA_LOSS,
  unavailable: status.UNAVAILABLE,
} as const

/** What the caller hears of an error. */
export function asStatus(error: unknown): { code: number; details: string } {
  if (error instanceof Refusal) return { code: error.code, details: error.message }
  if (error instanceof BlobError) return { code: statusOf[error.failure.kind], details: error.message }
  const { code, message } = error as NodeJS.ErrnoException
  return { code: status.INTERNAL, details: `The node failed: ${code ?? message}` }
}
