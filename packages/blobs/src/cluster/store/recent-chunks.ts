import type { BlobHash } from '../../hash.ts'

/** The chunks read last, so that a player's small ranges do not fetch the same chunk again and again. */
export function createRecentChunks(limit: number) {
  const kept = new Map<BlobHash, Buffer>()
  let size = 0
  return {
    get(hash: BlobHash): Buffer | undefined {
      const bytes = kept.get(hash)
      if (bytes === undefined) return undefined
      kept.delete(hash)
      kept.set(hash, bytes)
      return bytes
    },
    keep(hash: BlobHash, bytes: Buffer): void {
      if (kept.has(hash)) return
      kept.set(hash, bytes)
      size += bytes.byteLength
      for (const [oldest, old] of kept) {
        if (size <= limit) return
        kept.delete(oldest)
        size -= old.byteLength
      }
    },
  }
}
