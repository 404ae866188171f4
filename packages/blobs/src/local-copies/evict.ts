import type { BlobStore } from '../store.ts'

/** Deletes the copies that were put or used longest ago until a tenth of the limit is free again. */
export async function evictOldest(copies: BlobStore, limit: number): Promise<void> {
  const all = await Array.fromAsync(copies.list())
  let bytes = all.reduce((sum, { size }) => sum + size, 0)
  if (bytes <= limit) return
  for (const { hash, size, storedAt } of all.sort((a, b) => a.storedAt.getTime() - b.storedAt.getTime())) {
    if (bytes <= limit * 0.9) return
    // One that was used since it was listed is kept.
    if ((await copies.delete(hash, { storedBefore: new Date(storedAt.getTime() + 1) })) === 'deleted') bytes -= size
  }
}
