import { createHmac, randomBytes } from 'node:crypto'

/** As https://www.standardwebhooks.com has it: `whsec_` and the base64 of the key. */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`

/** Headers that let the receiver know who sent the body, when, and as which delivery. `at` in seconds since 1970. */
export function signedHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` }
}
