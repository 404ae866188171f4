import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isBlobHash, type BlobHash } from '../hash.ts'
import type { BlobFacts } from '../store.ts'
import { pathOf, type Layout } from './layout.ts'

/** Every blob behind `after` in the order of the hashes. Names that are no blobs are passed over. */
export async function* walkBlobs(layout: Layout, after: BlobHash | undefined): AsyncGenerator<BlobFacts> {
  const from = after ?? ''
  for (const first of await names(layout.blobs, from.slice(0, 2))) {
    const second = first === from.slice(0, 2) ? from.slice(2, 4) : ''
    for (const last of await names(join(layout.blobs, first), second)) {
      for (const name of await names(join(layout.blobs, first, last), '')) {
        if (name <= from || !isBlobHash(name) || !name.startsWith(first + last)) continue
        const facts = await factsOf(layout, name)
        if (facts !== undefined) yield facts
      }
    }
  }
}

export async function factsOf(layout: Layout, hash: BlobHash): Promise<BlobFacts | undefined> {
  const facts = await stat(pathOf(layout, hash)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return facts && { hash, size: facts.size, storedAt: facts.mtime }
}

async function names(directory: string, from: string): Promise<readonly string[]> {
  const all = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  return all.filter(name => name >= from).sort()
}
