import { BlobError } from '../error.ts'
import { isBlobHash, type BlobHash } from '../hash.ts'
import type { Connection } from './client.ts'

/** Keys sort as their hashes do, which `list` relies on. */
export const blobsBelow = ({ prefix }: Connection) => `${prefix}sha256/`

/** Checks the name although its type promises it, as the disk store does. */
export function keyOf(connection: Connection, hash: BlobHash): string {
  if (!isBlobHash(hash)) throw new BlobError({ kind: 'not-a-hash' })
  return blobsBelow(connection) + hash
}

/** Below it lie the marks of those who are deleting the blob. */
export const marksBelow = ({ prefix }: Connection, hash: BlobHash) => `${prefix}deleting/${hash}/`
