import { createHash } from 'node:crypto'
import { abortable } from '../../abortable.ts'
import { BlobError } from '../../error.ts'
import type { BlobHash } from '../../hash.ts'
import type { BlobSource, PutOptions } from '../../store.ts'
import { type ChunkBuffer, type ChunkBuffers, createChunkBuffer } from './chunk-buffer.ts'

export const usualChunkSize = 4 * 1024 * 1024

/** Cuts a source into chunks, each in a buffer that is the caller's to give back, and tells at the end what the whole is. */
export async function* chunksOf(
  source: BlobSource,
  buffers: ChunkBuffers,
  { limit, announced, signal }: PutOptions,
): AsyncGenerator<ChunkBuffer, { hash: BlobHash; size: number }> {
  const known = source instanceof Uint8Array ? source.byteLength : announced
  if (known !== undefined && known > limit) throw new BlobError({ kind: 'too-large', limit })
  signal?.throwIfAborted()
  const isSmall = source instanceof Uint8Array && source.byteLength < buffers.capacity
  const whole = createHash('sha256')
  let size = 0
  let buffer = isSmall ? createChunkBuffer(source.byteLength) : buffers.take()
  for await (const piece of abortable(source instanceof Uint8Array ? one(source) : source, signal)) {
    size += piece.byteLength
    if (size > limit) throw new BlobError({ kind: 'too-large', limit })
    whole.update(piece)
    for (let taken = 0; taken < piece.byteLength; ) {
      taken += buffer.add(piece.subarray(taken))
      if (!buffer.isFull()) continue
      yield buffer
      buffer = buffers.take()
    }
  }
  if (buffer.isEmpty()) buffers.giveBack(buffer)
  else yield buffer
  return { hash: whole.digest('hex') as BlobHash, size }
}

async function* one(bytes: Uint8Array) {
  yield await Promise.resolve(bytes)
}
