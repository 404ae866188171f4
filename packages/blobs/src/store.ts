import type { Readable } from 'node:stream'
import type { BlobHash } from './hash.ts'
import type { ByteRange } from './range.ts'

/** Bytes at once, or chunk by chunk (any stream of Node or of the web). */
export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>

export type PutOptions = {
  /** Largest size in bytes that is taken. */
  readonly limit: number
  /** Size in bytes as announced, if it was: lets the store refuse early for want of space. Not trusted for anything else. */
  readonly announced?: number
  /** The hash that the bytes must have; others are refused. A store may then skip bytes that it has. */
  readonly expected?: BlobHash
  readonly signal?: AbortSignal
}

export type BlobFacts = {
  readonly hash: BlobHash
  /** Bytes. */
  readonly size: number
  /** Time of the latest put of these bytes. */
  readonly storedAt: Date
}

/** `free` is infinite where the store knows no bounds. */
export type BlobUsage = { readonly blobs: number; readonly bytes: number; readonly free: number }

/**
 * Immutable bytes under the sha256 of their content. Every store passes `@storycanvas/blobs/conformance`.
 *
 * A put that succeeded is durable. Equal bytes are one blob: putting them again succeeds and renews `storedAt`.
 * Methods throw {@link BlobError} for what the caller can answer, and the signal's reason when aborted. Stores that lie on
 * other machines may answer any call with `unavailable`, in bounded time.
 */
export type BlobStore = {
  /** Takes the bytes in and names them. Nothing stays behind when it fails. Errors: `too-large`, `no-space`, `mismatch`. */
  put(source: BlobSource, options: PutOptions): Promise<{ readonly hash: BlobHash; readonly size: number }>
  /** Opens a blob; when the promise resolves the blob is there and stays readable even if deleted meanwhile. Errors: `missing`, `bad-range`. */
  read(hash: BlobHash, range?: ByteRange): Promise<Readable>
  stat(hash: BlobHash): Promise<BlobFacts | undefined>
  has(hash: BlobHash): Promise<boolean>
  /**
   * Deletes a blob unless a put of its bytes began at or after `storedBefore`. The collector of orphans passes the
   * moment at which it looked who uses the blob, less the longest time between a put and the record that names it.
   */
  delete(hash: BlobHash, condition: { readonly storedBefore: Date }): Promise<'deleted' | 'kept' | 'absent'>
  /** All blobs in the order of their hashes, beginning behind `after`. Blobs that come or go meanwhile may be missed. */
  list(options?: { readonly after?: BlobHash }): AsyncIterable<BlobFacts>
  /** Counts everything: a walk over the whole store. `free` is what may still be put, in bytes. */
  usage(): Promise<BlobUsage>
  /** What may still be put, in bytes, without a walk; infinite where the store knows no bounds. */
  free(): Promise<number>
}
