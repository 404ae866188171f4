import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { SecretError } from './error.ts'
import { findKey, type Key, type KeyRing } from './key.ts'

/** The one place that a sealed text belongs to; moved anywhere else it does not open. */
export type Place = { readonly table: string; readonly row: string; readonly column: string; readonly owner: string }

/** `v1.<key id>.<salt, nonce, ciphertext and tag in base64url>`. Safe to store; says nothing but its length. */
export type Sealed = string & { readonly brand: 'Sealed' }

export type Vault = {
  readonly seal: (text: string, place: Place) => Sealed
  /** @throws SecretError `cannot-open` */
  readonly open: (sealed: string, place: Place) => Promise<string>
  /** The same text under the key in use; undefined when it is already. Sealing all rows again may stop and go on at any time. */
  readonly reseal: (sealed: string, place: Place) => Promise<Sealed | undefined>
  /** What every text that is sealed with the key in use begins with: `where column not like prefix || '%'` finds the rest. */
  readonly currentPrefix: () => string
}

const version = 'v1'
const [saltBytes, nonceBytes, tagBytes] = [16, 12, 16] as const

/**
 * Seals texts with AES-256-GCM. Every text has a key of its own, derived from the ring's key and a random salt, so
 * that no number of texts wears a key out (NIST SP 800-38D §8.3).
 *
 * @param reload reads the ring again when a text names an unknown key: another process may have rotated meanwhile
 */
export function createVault(initial: KeyRing, reload: () => Promise<KeyRing>): Vault {
  let ring = initial
  const seal = (text: string, place: Place) => sealWith(ring[0], text, place)
  const open = async (sealed: string, place: Place) => {
    const id = keyIdOf(sealed)
    if (findKey(ring, id) === undefined) ring = await reload()
    const key = findKey(ring, id)
    if (key === undefined) throw new SecretError({ kind: 'cannot-open' })
    return openWith(key, sealed, place)
  }
  const currentPrefix = () => `${version}.${ring[0].id}.`
  const reseal = async (sealed: string, place: Place) => {
    const text = await open(sealed, place)
    return sealed.startsWith(currentPrefix()) ? undefined : seal(text, place)
  }
  return { seal, open, reseal, currentPrefix }
}

function sealWith(key: Key, text: string, place: Place): Sealed {
  const salt = randomBytes(saltBytes)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', textKey(key, salt), nonce)
  cipher.setAAD(describePlace(key, place))
  const parts = [salt, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return `${version}.${key.id}.${Buffer.concat(parts).toString('base64url')}` as Sealed
}

function openWith(key: Key, sealed: string, place: Place): string {
  const encoded = sealed.slice(sealed.lastIndexOf('.') + 1)
  const bytes = Buffer.from(encoded, 'base64url')
  const isWhole = bytes.byteLength >= saltBytes + nonceBytes + tagBytes && bytes.toString('base64url') === encoded
  if (!isWhole) throw new SecretError({ kind: 'cannot-open' })
  const salt = bytes.subarray(0, saltBytes)
  const nonce = bytes.subarray(saltBytes, saltBytes + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', textKey(key, salt), nonce, { authTagLength: tagBytes })
  decipher.setAAD(describePlace(key, place))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return decipher.update(bytes.subarray(saltBytes + nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new SecretError({ kind: 'cannot-open' }, { cause })
  }
}

function textKey(key: Key, salt: Uint8Array) {
  return Buffer.from(hkdfSync('sha256', key.secret, salt, 'storycanvas sealed text', 32))
}

/** JSON keeps the four names apart whatever characters they hold. */
function describePlace(key: Key, { table, row, column, owner }: Place) {
  return Buffer.from(JSON.stringify([version, key.id, table, row, column, owner]))
}

function keyIdOf(sealed: string): string {
  const [given, id, body, ...rest] = sealed.split('.')
  if (given !== version || id === undefined || body === undefined || rest.length > 0)
    throw new SecretError({ kind: 'cannot-open' })
  return id
}
