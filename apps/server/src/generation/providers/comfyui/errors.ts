import { isCertainlyNotThere, type RefusalReason, type RunFailure, ServerError } from '@storycanvas/comfyui'
import { ProviderError, type ProviderFailure, type RetryPlace } from '../provider.ts'

const placeOf: Record<RefusalReason, RetryPlace> = {
  'invalid-graph': 'other',
  'missing-node': 'other',
  'missing-file': 'other',
  'too-large': 'other',
  unauthorised: 'other',
  busy: 'anywhere',
  'another-protocol': 'other',
}

/** What a failed submit says about the attempt. */
export function asSubmitError(error: unknown): ProviderError {
  if (!(error instanceof ServerError))
    return new ProviderError('unclear', 'Whether the server took it is not known.', { cause: error })
  const { failure } = error
  if (!isCertainlyNotThere(error)) return new ProviderError('unclear', error.message, { cause: error })
  if (failure.kind !== 'refused') return new ProviderError('not-there', error.message, { code: 'unreachable', cause: error })
  const { reason, retryAfter } = failure
  return new ProviderError('not-there', error.message, { code: reason, retry: placeOf[reason], retryAfter, cause: error })
}

/** What a failed look or download says: nothing about the attempt, or that the result is gone. */
export function asLookError(error: unknown): ProviderError {
  if (!(error instanceof ServerError)) return new ProviderError('no-answer', 'The server gave no answer.', { cause: error })
  const { failure } = error
  if (failure.kind === 'lost') return new ProviderError('lost', error.message, { cause: error })
  const code = failure.kind === 'unreachable' ? 'unreachable' : failure.kind === 'refused' ? failure.reason : 'no-answer'
  return new ProviderError('no-answer', error.message, { code, cause: error })
}

export const asFailure = ({ reason, message, remedy, retry }: RunFailure): ProviderFailure => ({
  code: reason,
  message: `${message} ${remedy}`.trim(),
  retry,
})
