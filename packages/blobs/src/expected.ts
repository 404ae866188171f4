import { BlobError } from './error.ts'
import type { BlobHash } from './hash.ts'
import type { PutOptions } from './store.ts'

/** @throws BlobError `mismatch` */
export function requireExpected({ expected }: PutOptions, actual: BlobHash): void {
  if (expected !== undefined && expected !== actual) throw new BlobError({ kind: 'mismatch', expected, actual })
}
