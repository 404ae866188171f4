import { SecretError } from './error.ts'
import { makeKey, purposes, type KeyRing, type Purpose } from './key.ts'
import { findWeakness } from './strength.ts'

/** Keys as the environment gives them; several keys of one purpose, the one in use first, are separated by commas. */
export type GivenKeys = { readonly [P in Purpose]?: string }

/**
 * Key rings from the environment, for those who keep their secrets elsewhere than in the data directory.
 *
 * @throws SecretError `weak-key`
 */
export function readGivenKeys(given: GivenKeys): { readonly [P in Purpose]?: KeyRing } {
  const seen = new Map<string, Purpose>()
  const rings = purposes.flatMap(purpose => {
    const keys = (given[purpose] ?? '')
      .split(',')
      .map(key => key.trim())
      .filter(key => key !== '')
    for (const key of keys) {
      const weak = (reason: string) => new SecretError({ kind: 'weak-key', purpose, reason })
      const weakness = findWeakness(key)
      if (weakness !== undefined) throw weak(weakness)
      const other = seen.get(key)
      if (other !== undefined) throw weak(`it is also the key for ${other}`)
      seen.set(key, purpose)
    }
    const [first, ...rest] = keys.map(key => makeKey(purpose, key))
    return first === undefined ? [] : [[purpose, [first, ...rest] satisfies KeyRing] as const]
  })
  return Object.fromEntries(rings)
}
