import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { createSlots } from '../platform/jobs/slots.ts'

const derive = promisify(argon2)

/** OWASP's second choice of parameters for argon2id: 19 MiB, two passes. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** Each derivation takes 19 MiB and a core for some 50 ms: a flood of guesses must not take them all, nor wait for them without end. */
const derivations = createSlots(2, 200)

const tagOf = (password: string, nonce: Buffer) =>
  derivations.within(() => derive('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, ...cost }))

/** A salted hash in the usual encoded form. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await tagOf(password, nonce)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${nonce.toString('base64url')}$${tag.toString('base64url')}`
}

/** Takes as long for an account that does not exist (`hash` null) as for a wrong password. */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const [nonce, tag] = (hash?.split('$').slice(4) ?? []).map(part => Buffer.from(part, 'base64url'))
  const given = await tagOf(password, nonce ?? Buffer.alloc(16))
  return tag !== undefined && timingSafeEqual(given, tag)
}
