import { randomUUID } from 'node:crypto'

/** A lowercase UUID of version 4, new for every attempt: newer ComfyUI refuses any other spelling. */
export type AttemptId = string & { readonly __brand: 'AttemptId' }

export function isAttemptId(text: string): text is AttemptId {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text)
}

export function newAttemptId(): AttemptId {
  return randomUUID() as AttemptId
}
