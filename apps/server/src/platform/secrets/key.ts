import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'

/** Each purpose has a key of its own: who learns one cannot do the others' work. */
export const purposes = ['token-signing', 'url-signing', 'encryption'] as const
export type Purpose = (typeof purposes)[number]

/** 256 bits. A KeyObject shows nothing of itself when logged. `id` tells keys apart and gives nothing away. */
export type Key = { readonly id: string; readonly secret: KeyObject }

/** The first key is the one in use; the others still open or verify what they made. */
export type KeyRing = readonly [Key, ...Key[]]

/** Key of one purpose out of a master secret; the same secret gives unrelated keys for unrelated purposes. */
export function makeKey(purpose: Purpose, secret: Uint8Array | string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, 'storycanvas', purpose, 32))
  const id = createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, 16)
  return { id, secret: createSecretKey(bytes) }
}

export function findKey(ring: KeyRing, id: string): Key | undefined {
  return ring.find(key => key.id === id)
}
