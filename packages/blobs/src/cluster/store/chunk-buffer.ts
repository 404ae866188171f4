import { createHash } from 'node:crypto'
import type { BlobHash } from '../../hash.ts'
import { headOf, longestHead } from '../wire/frames.ts'
import { dataOfPut } from '../wire/service.ts'

/** A chunk as it goes to every node that is to have it: its messages are framed once, and sent from where they lie. */
export type Content = { readonly hash: BlobHash; readonly size: number; readonly frames: readonly Buffer[] }

/** Bytes of a chunk in one message. Larger ones leave the processor's cache before they are sent. */
const messageSize = 256 * 1024
const slotSize = longestHead + messageSize

/**
 * Memory in which a chunk lies as it is sent: before the bytes of each message there is room for its head, so nothing is
 * copied to encode it.
 */
export type ChunkBuffer = ReturnType<typeof createChunkBuffer>

export function createChunkBuffer(capacity: number) {
  const memory = Buffer.allocUnsafeSlow(Math.ceil(capacity / messageSize) * longestHead + capacity)
  let filled = 0
  return {
    capacity,
    isFull: () => filled === capacity,
    isEmpty: () => filled === 0,
    empty() {
      filled = 0
    },

    /** Takes what there is room for. Returns how many bytes that were. */
    add(bytes: Uint8Array): number {
      let taken = 0
      while (taken < bytes.byteLength && filled < capacity) {
        const inMessage = filled % messageSize
        const part = bytes.subarray(taken, taken + Math.min(messageSize - inMessage, capacity - filled))
        memory.set(part, Math.floor(filled / messageSize) * slotSize + longestHead + inMessage)
        taken += part.byteLength
        filled += part.byteLength
      }
      return taken
    },

    /** What was added; it lies in this memory until that is emptied. */
    content(): Content {
      const digest = createHash('sha256')
      const frames = Array.from({ length: Math.ceil(filled / messageSize) }, (_, index) => {
        const start = index * slotSize + longestHead
        const end = start + Math.min(messageSize, filled - index * messageSize)
        digest.update(memory.subarray(start, end))
        const head = headOf(dataOfPut, end - start)
        memory.set(head, start - head.byteLength)
        return memory.subarray(start - head.byteLength, end)
      })
      return { hash: digest.digest('hex') as BlobHash, size: filled, frames }
    },
  }
}

/** Buffers that were used and are free again: a new one for each chunk keeps the garbage collector busy. */
export function createChunkBuffers(capacity: number, keep: number) {
  const idle: ChunkBuffer[] = []
  return {
    capacity,
    take: (): ChunkBuffer => idle.pop() ?? createChunkBuffer(capacity),
    giveBack(buffer: ChunkBuffer): void {
      buffer.empty()
      if (buffer.capacity === capacity && idle.length < keep) idle.push(buffer)
    },
  }
}

export type ChunkBuffers = ReturnType<typeof createChunkBuffers>

/** Bytes that lie in memory anyway, as a chunk. */
export function contentOf(bytes: Uint8Array): Content {
  const buffer = createChunkBuffer(bytes.byteLength)
  buffer.add(bytes)
  return buffer.content()
}
