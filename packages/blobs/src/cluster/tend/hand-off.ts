import type { Repairs } from '../ledger/repairs.ts'
import { partitionOf } from '../placement/partition.ts'
import type { View } from '../store/view.ts'
import { copyTo } from './copy.ts'
import { eachOf } from './each.ts'
import type { Obstacles } from './obstacles.ts'

const hintsAtOnce = 500
const copiesAtOnce = 4

/** Gives nodes that are back what they missed and are still to hold. Resolves with the bytes that moved. */
export async function handOffHints(
  repairs: Repairs,
  view: View,
  throttle: (bytes: number) => Promise<void>,
  obstacles: Obstacles,
): Promise<number> {
  let moved = 0
  await repairs.dropHints(
    view.map.members.map(({ id }) => id),
    view.map.epoch,
  )
  for (const holder of view.everybody) {
    if (holder.client.isGivenUp()) continue
    const hints = await repairs.hintsFor(holder.id, hintsAtOnce)
    await eachOf(hints, copiesAtOnce, async chunk => {
      const { placement, epoch } = view.map
      if (placement[partitionOf(chunk.hash)]?.includes(holder.id) !== true) {
        await repairs.hintVoid(holder.id, chunk.hash, epoch)
        return
      }
      const [isThere] = await holder.client.confirm([chunk], epoch).catch((error: unknown) => {
        obstacles.note(holder.id, 'does not confirm its copies', error)
        return [undefined]
      })
      if (isThere === undefined) return
      const bytes = isThere ? 0 : await copyTo(holder, chunk, view, obstacles)
      if (!isThere && bytes === 0) return
      await repairs.hintDone(holder.id, chunk.hash)
      moved += bytes
      await throttle(bytes)
    })
  }
  return moved
}
