import type { z } from 'zod'
import { type FieldError, RequestError } from './problem.ts'

/** The value as its schema has it, or a problem document that names every wrong field. */
export function parse(schema: z.ZodType | undefined, value: unknown, place: 'params' | 'query' | 'body'): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new RequestError('invalid-request', `The ${place === 'params' ? 'address' : place} is not valid.`, {
    errors: parsed.error.issues.slice(0, mostNamed).flatMap(fieldErrors).slice(0, mostNamed),
  })
}

/** Nobody mends more at once, and who sends a million wrong fields gets no answer many times as long. */
const mostNamed = 100

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({ field: [...issue.path, key].join('.'), message: 'is not a field of this request' }))
  return [{ field: issue.path.join('.') || '(all)', message: issue.message }]
}
