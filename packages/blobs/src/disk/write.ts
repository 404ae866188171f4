import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { abortable } from '../abortable.ts'
import { BlobError } from '../error.ts'
import type { BlobHash } from '../hash.ts'
import type { BlobSource, PutOptions } from '../store.ts'
import { asNoSpace, lookEvery, requireSpace, type Space } from './space.ts'

const blockSize = 1024 * 1024

/**
 * Writes a source into an empty file and hashes it on the way: while one block goes to the disk, the next is filled
 * and hashed. Chunks are copied into our own blocks, since a source may use its buffer again.
 */
export async function writeHashed(
  file: FileHandle,
  source: BlobSource,
  { limit, announced, signal }: PutOptions,
  space: Space,
): Promise<{ hash: BlobHash; size: number }> {
  const digest = createHash('sha256')
  const known = source instanceof Uint8Array ? source.byteLength : announced
  if (known !== undefined && known > limit) throw new BlobError({ kind: 'too-large', limit })
  await requireSpace(space, known ?? 0)
  let size = 0
  let looked = 0
  let writing: Promise<void> | undefined

  const write = async (block: Uint8Array) => {
    const remaining = Math.max(block.byteLength, (known ?? 0) - size)
    digest.update(block)
    const position = size
    size += block.byteLength
    await writing
    if (size - looked >= lookEvery) {
      looked = size
      await requireSpace(space, remaining)
    }
    writing = writeFully(file, block, position, space)
    // Whoever awaits it next hears of a failure; until then it must not count as unhandled.
    writing.catch(() => undefined)
  }

  try {
    for await (const block of blocksOf(source, limit, signal)) await write(block)
    await writing
  } catch (error) {
    await writing?.catch(() => undefined)
    throw error
  }
  return { hash: digest.digest('hex') as BlobHash, size }
}

/** Blocks in turn from two buffers: the one yielded before the last may be written over. */
async function* blocksOf(source: BlobSource, limit: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted()
  if (source instanceof Uint8Array) {
    for (let start = 0; start < source.byteLength; start += 8 * blockSize) {
      signal?.throwIfAborted()
      yield source.subarray(start, start + 8 * blockSize)
    }
    return
  }
  const buffers = [Buffer.allocUnsafe(blockSize), Buffer.allocUnsafe(blockSize)] as const
  let turn: 0 | 1 = 0
  let filled = 0
  let total = 0
  for await (const chunk of abortable(source, signal)) {
    total += chunk.byteLength
    if (total > limit) throw new BlobError({ kind: 'too-large', limit })
    for (let start = 0; start < chunk.byteLength; ) {
      const part = chunk.subarray(start, start + blockSize - filled)
      buffers[turn].set(part, filled)
      start += part.byteLength
      filled += part.byteLength
      if (filled < blockSize) continue
      yield buffers[turn]
      turn = turn === 0 ? 1 : 0
      filled = 0
    }
  }
  if (filled > 0) yield buffers[turn].subarray(0, filled)
}

async function writeFully(file: FileHandle, block: Uint8Array, position: number, space: Space): Promise<void> {
  try {
    for (let written = 0; written < block.byteLength; ) {
      const { bytesWritten } = await file.write(block, written, block.byteLength - written, position + written)
      written += bytesWritten
    }
  } catch (error) {
    throw await asNoSpace(error, space, block.byteLength)
  }
}
