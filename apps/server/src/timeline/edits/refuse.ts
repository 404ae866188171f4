import { EditRefused } from '@storycanvas/timeline'
import { RequestError } from '../../platform/http/problem.ts'

/** An edit that cannot be made; whoever makes several says which one it was. */
export function refuse(sentence: string): never {
  throw new RequestError('timeline-refused', sentence)
}

/** A refusal as the caller sees it, with the place of the edit in the request; anything else as it is. */
export function refusalOf(error: unknown, field: string): unknown {
  if (error instanceof EditRefused) {
    const inTheWay = error.overlapping.map(clipId => ({ field: clipId, message: 'would lie over another clip' }))
    const code = inTheWay.length > 0 ? 'timeline-overlap' : 'timeline-refused'
    return new RequestError(code, error.message, { errors: [{ field, message: error.message }, ...inTheWay], cause: error })
  }
  if (!(error instanceof RequestError) || error.code !== 'timeline-refused') return error
  return new RequestError(error.code, error.message, { errors: [{ field, message: error.message }], cause: error })
}
