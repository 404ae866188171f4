import type { StampedChunk } from '../ledger/repairs.ts'
import type { Holder, View } from '../store/view.ts'
import type { Obstacles } from './obstacles.ts'

/** Lets a node fetch a chunk from whoever has it. Resolves with the bytes that moved, 0 where nobody could give it. */
export async function copyTo(target: Holder, chunk: StampedChunk, view: View, obstacles: Obstacles): Promise<number> {
  const sources = view.toRead(chunk.hash).filter(({ id }) => id !== target.id)
  const { hash, size, stamp } = chunk
  let failure: unknown = new Error('no other node answers')
  for (const { client } of sources) {
    if (client.isGivenUp()) continue
    try {
      return (await target.client.pull({ hash, size, stamp, from: client.address })).bytes
    } catch (error) {
      failure = error
    }
    if (target.client.isGivenUp()) break
  }
  obstacles.note(target.id, 'could not be given copies', failure)
  return 0
}
