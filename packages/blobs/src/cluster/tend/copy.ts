import type { StampedChunk } from '../ledger/repairs.ts'
import type { Holder, View } from '../store/view.ts'

/** Lets a node fetch a chunk from whoever has it. Resolves with the bytes that moved, 0 where nobody could give it. */
export async function copyTo(target: Holder, chunk: StampedChunk, view: View): Promise<number> {
  const sources = view.toRead(chunk.hash).filter(({ id }) => id !== target.id)
  const { hash, size, stamp } = chunk
  for (const { client } of sources) {
    if (client.isGivenUp()) continue
    const reply = await target.client.pull({ hash, size, stamp, from: client.address }).catch(() => undefined)
    if (reply !== undefined) return reply.bytes
    if (target.client.isGivenUp()) return 0
  }
  return 0
}
