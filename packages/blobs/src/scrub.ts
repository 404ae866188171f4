import { createHash } from 'node:crypto'
import { BlobError } from './error.ts'
import type { BlobHash } from './hash.ts'
import type { BlobStore } from './store.ts'

export type BlobState = 'intact' | 'corrupt' | 'unreadable' | 'missing'
export type Damage = { readonly hash: BlobHash; readonly state: 'corrupt' | 'unreadable' }

/** This machine has too little of something at the moment, which says nothing of the blob. */
const scarce = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EBUSY'])

/**
 * Reads a blob to the end and compares it with its name. `unreadable`: the medium fails while reading. Rejects where it
 * cannot be told.
 */
export async function verifyBlob(store: BlobStore, hash: BlobHash, signal?: AbortSignal): Promise<BlobState> {
  const digest = createHash('sha256')
  try {
    for await (const chunk of await store.read(hash)) {
      signal?.throwIfAborted()
      digest.update(chunk as Uint8Array)
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (scarce.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    return error instanceof BlobError && error.failure.kind === 'missing' ? 'missing' : 'unreadable'
  }
  return digest.digest('hex') === hash ? 'intact' : 'corrupt'
}

/** Verifies every blob behind `after`, and yields only the damaged ones. A new put of the right bytes repairs a blob. */
export async function* scrub(
  store: BlobStore,
  options: { readonly after?: BlobHash; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Damage> {
  const { signal, ...from } = options
  for await (const { hash } of store.list(from)) {
    const state = await verifyBlob(store, hash, signal)
    if (state === 'corrupt' || state === 'unreadable') yield { hash, state }
  }
}
