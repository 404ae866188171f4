import type { Repairs } from '../ledger/repairs.ts'
import type { View } from '../store/view.ts'
import { copyTo } from './copy.ts'
import { eachOf } from './each.ts'
import { createObstacles } from './obstacles.ts'

const hintsAtOnce = 500
const copiesAtOnce = 4

/** Gives nodes that are back what they missed. Resolves with the bytes that moved. */
export async function handOffHints(repairs: Repairs, view: View, throttle: (bytes: number) => Promise<void>): Promise<number> {
  let moved = 0
  // The comparison that follows meets the same ones, and tells of them.
  const obstacles = createObstacles()
  await repairs.dropHints(view.map.members.map(({ id }) => id))
  for (const holder of view.everybody) {
    if (holder.client.isGivenUp()) continue
    const hints = await repairs.hintsFor(holder.id, hintsAtOnce)
    await eachOf(hints, copiesAtOnce, async chunk => {
      const [isThere] = await holder.client.confirm([chunk], view.map.epoch).catch(() => [undefined])
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
