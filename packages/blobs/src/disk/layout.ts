import { join } from 'node:path'
import { BlobError } from '../error.ts'
import { isBlobHash, type BlobHash } from '../hash.ts'

/** Names inside one store. Everything lies in one file system, so that a rename is atomic. */
export type Layout = { readonly blobs: string; readonly temporary: string; readonly deleting: string }

export function layoutOf(root: string): Layout {
  return { blobs: join(root, 'sha256'), temporary: join(root, 'temporary'), deleting: join(root, 'deleting') }
}

/** Two levels of 256 directories keep each one small up to a hundred million blobs. */
export function directoryOf(layout: Layout, hash: BlobHash): string {
  return join(layout.blobs, hash.slice(0, 2), hash.slice(2, 4))
}

/** Checks the name although its type promises it: a cast somewhere else must not become a path here. */
export function pathOf(layout: Layout, hash: BlobHash): string {
  if (!isBlobHash(hash)) throw new BlobError({ kind: 'not-a-hash' })
  return join(directoryOf(layout, hash), hash)
}
