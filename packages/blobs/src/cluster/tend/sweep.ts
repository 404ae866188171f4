import type { Repairs } from '../ledger/repairs.ts'
import type { View } from '../store/view.ts'

const chunksAtOnce = 50

/**
 * Deletes chunks that are in no blob, wherever they lie: first their claims are made void, then their copies go, then they
 * are forgotten. Stopped in between, the next sweep begins anew with them. A node that is away keeps its copy, which is
 * found and claimed again when it is back.
 */
export async function sweepChunks(repairs: Repairs, view: View, hours?: number): Promise<number> {
  let swept = 0
  for (;;) {
    const condemned = await repairs.condemn(chunksAtOnce, hours)
    const remove = ({ hash, upToStamp }: (typeof condemned)[number]) =>
      view.everybody.map(({ client }) => client.delete(hash, upToStamp, view.map.epoch))
    await Promise.allSettled(condemned.flatMap(remove))
    await repairs.bury(condemned)
    swept += condemned.length
    if (condemned.length < chunksAtOnce) return swept
  }
}
