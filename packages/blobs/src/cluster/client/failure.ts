import { status, type StatusObject } from '@grpc/grpc-js'
import { BrokenCircuitError } from 'cockatiel'

/** Statuses that tell of the call, not of the node. */
const ofTheCall = new Set([
  status.NOT_FOUND,
  status.INVALID_ARGUMENT,
  status.FAILED_PRECONDITION,
  status.RESOURCE_EXHAUSTED,
  status.DATA_LOSS,
  status.CANCELLED,
])

export const statusOf = (error: unknown): status | undefined => (error as Partial<StatusObject> | undefined)?.code

/** The node is gone, slow or broken: another call would meet the same. */
export function isNodeFailure(error: unknown): boolean {
  if (error instanceof DamagedChunk) return false
  const code = statusOf(error)
  return code === undefined || !ofTheCall.has(code)
}

/** What came is not what the name says. */
export class DamagedChunk extends Error {
  override name = 'DamagedChunk'
}

/** Others had long answered; given as the reason when a call is broken off, it counts as a failure of the node. */
export class TooSlow extends Error {
  override name = 'TooSlow'
}

/** In a few words, for a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof BrokenCircuitError) return 'failed again and again'
  if (error instanceof TooSlow) return 'was too slow'
  if (error instanceof DamagedChunk) return 'sent damaged bytes'
  const code = statusOf(error)
  const { details, message } = error as Partial<StatusObject> & Error
  return code === undefined ? message : `${status[code]}: ${details ?? message}`
}
