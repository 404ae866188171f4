import { createHash } from 'node:crypto'
import { abortable } from '../../abortable.ts'
import { BlobError } from '../../error.ts'
import type { BlobHash } from '../../hash.ts'
import type { BlobSource, PutOptions } from '../../store.ts'

/** Bytes of a chunk; the last one of a blob has fewer. */
export const chunkSize = 4 * 1024 * 1024

export type Content = { readonly hash: BlobHash; readonly bytes: Uint8Array }

/** Cuts a source into chunks, each in memory of its own, and tells at the end what the whole is. */
export async function* chunksOf(
  source: BlobSource,
  { limit, announced, signal }: PutOptions,
): AsyncGenerator<Content, { hash: BlobHash; size: number }> {
  const known = source instanceof Uint8Array ? source.byteLength : announced
  if (known !== undefined && known > limit) throw new BlobError({ kind: 'too-large', limit })
  signal?.throwIfAborted()
  const whole = createHash('sha256')
  let size = 0
  let filled = 0
  let chunk = Buffer.allocUnsafeSlow(Math.min(chunkSize, known ?? chunkSize))
  for await (const piece of abortable(source instanceof Uint8Array ? one(source) : source, signal)) {
    size += piece.byteLength
    if (size > limit) throw new BlobError({ kind: 'too-large', limit })
    whole.update(piece)
    for (let start = 0; start < piece.byteLength; ) {
      if (filled === chunk.byteLength && filled < chunkSize) chunk = Buffer.concat([chunk], chunkSize)
      const part = piece.subarray(start, start + chunkSize - filled)
      chunk.set(part, filled)
      start += part.byteLength
      filled += part.byteLength
      if (filled < chunkSize) continue
      yield content(chunk)
      chunk = Buffer.allocUnsafeSlow(chunkSize)
      filled = 0
    }
  }
  if (filled > 0) yield content(chunk.subarray(0, filled))
  return { hash: whole.digest('hex') as BlobHash, size }
}

const content = (bytes: Uint8Array): Content => ({
  hash: createHash('sha256').update(bytes).digest('hex') as BlobHash,
  bytes,
})

async function* one(bytes: Uint8Array) {
  yield await Promise.resolve(bytes)
}
