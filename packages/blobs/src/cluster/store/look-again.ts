import type { BlobHash } from '../../hash.ts'
import type { Claim } from '../ledger/ledger.ts'
import type { View } from './view.ts'

/** A chunk of a put, and the nodes that took it. */
export type Placed = { readonly claim: Claim; readonly nodes: readonly string[] }

const confirmedAtOnce = 16

/**
 * Which nodes still have the chunks that they took. A put may last for hours, and what is in no blob yet is not copied
 * when nodes are drained or replaced meanwhile.
 */
export async function lookAgain(view: View, chunks: readonly Placed[]): Promise<ReadonlyMap<BlobHash, ReadonlySet<string>>> {
  const intact = new Map(chunks.map(({ claim }) => [claim.hash, new Set<string>()]))
  const ask = async (id: string) => {
    const claims = chunks.filter(({ nodes }) => nodes.includes(id)).map(({ claim }) => claim)
    for (let start = 0; start < claims.length; start += confirmedAtOnce) {
      const asked = claims.slice(start, start + confirmedAtOnce)
      const answers = await view.holder(id)?.client.confirm(asked, view.map.epoch)
      for (const [index, { hash }] of asked.entries()) if (answers?.[index] === true) intact.get(hash)?.add(id)
    }
  }
  // A node that does not answer has nothing to count on.
  await Promise.allSettled(Array.from(new Set(chunks.flatMap(({ nodes }) => nodes)), ask))
  return intact
}
