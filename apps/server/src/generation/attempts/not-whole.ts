import { ServerError } from '@storycanvas/comfyui'
import { RequestError } from '../../platform/http/problem.ts'
import { ProviderError } from '../providers/provider.ts'
import { BadOutput } from './run.ts'

/** What to throw where a result did not come whole. One that is larger than is taken never will, however often it is asked for. */
export function notWhole(what: 'picture' | 'film', error: unknown): Error {
  if (isTooLarge(error)) return new BadOutput(`The ${what} is larger than is taken here.`, { cause: error })
  // Our own store cannot take it just now.
  if (error instanceof ProviderError || error instanceof RequestError) return error
  const why = error instanceof ServerError ? `: ${error.message}` : '.'
  return new ProviderError('no-answer', `The ${what} did not come whole${why}`, { cause: error })
}

function isTooLarge(error: unknown): boolean {
  if (error instanceof RequestError) return error.code === 'too-large'
  if (error instanceof ServerError) return error.failure.kind === 'answer-too-large'
  return error instanceof ProviderError && isTooLarge(error.cause)
}
