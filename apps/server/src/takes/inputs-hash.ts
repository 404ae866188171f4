import { createHash } from 'node:crypto'

/**
 * sha256 over everything that went into a take, the same however the fields were ordered and the letters composed:
 * keys sorted, text in NFC. Two takes of equal hash were made from equal inputs.
 */
export const inputsHash = (inputs: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(inputs)))
    .digest('hex')

function canonical(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC')
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key.normalize('NFC'), canonical(inner)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
