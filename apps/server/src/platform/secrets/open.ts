import { readGivenKeys, type GivenKeys } from './given-keys.ts'
import type { KeyRing, Purpose } from './key.ts'
import { readKeyFile } from './key-file.ts'
import { createVault, type Vault } from './vault.ts'

export type Secrets = {
  /** Signs access tokens; the first key signs, all verify. */
  readonly tokenKeys: KeyRing
  /** Signs links to media. */
  readonly urlKeys: KeyRing
  /** Seals other people's keys and passwords in the database. */
  readonly vault: Vault
}

export type SecretsOptions = {
  /** Belongs to the keys alone, mode 0700. A backup of the database opens nothing without it. */
  readonly directory: string
  /** Keys from the environment; each one given takes the place of its file. */
  readonly given?: GivenKeys
}

/**
 * Reads the server's own keys, and makes those that are not there yet.
 *
 * @throws SecretError `weak-key`, `bad-key-file`
 */
export async function openSecrets({ directory, given = {} }: SecretsOptions): Promise<Secrets> {
  const rings = readGivenKeys(given)
  const read = async (purpose: Purpose) => rings[purpose] ?? readKeyFile(directory, purpose)
  return {
    tokenKeys: await read('token-signing'),
    urlKeys: await read('url-signing'),
    vault: createVault(await read('encryption'), () => read('encryption')),
  }
}
