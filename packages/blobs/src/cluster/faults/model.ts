import { createHash } from 'node:crypto'
import type { BlobHash } from '../../hash.ts'
import type { Random } from './random.ts'

/** What must be readable: contents that were acknowledged and that nobody has asked to delete since. */
export function createModel(random: Random, seed: number, chunkSize: number) {
  const acknowledged = new Map<BlobHash, Buffer>()
  const doomed = new Set<BlobHash>()
  let made = 0
  return {
    /** New bytes, or ones that were put before. */
    content(): Buffer {
      const known = [...acknowledged.values()]
      if (known.length > 0 && random.below(5) === 0) return random.one(known)
      const size = random.one([0, 1, 2000, 60_000, 60_000, 250_000, chunkSize + 1])
      return createHash('shake256', { outputLength: size }).update(`${seed}/${made++}`).digest()
    },
    acknowledge(hash: BlobHash, bytes: Buffer): void {
      // A deletion that was asked for while the put ran may have come after it.
      if (!doomed.has(hash)) acknowledged.set(hash, bytes)
    },
    /** From now on it may be there or not. */
    doom(hash: BlobHash): void {
      acknowledged.delete(hash)
      doomed.add(hash)
    },
    any(): { hash: BlobHash; bytes: Buffer } | undefined {
      const all = [...acknowledged]
      if (all.length === 0) return undefined
      const [hash, bytes] = random.one(all)
      return { hash, bytes }
    },
    isAcknowledged: (hash: BlobHash) => acknowledged.has(hash),
    all: () => [...acknowledged],
  }
}

export type Model = ReturnType<typeof createModel>
