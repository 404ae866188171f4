import type { Decision } from '../model.ts'
import { rateOf } from '../learn/demand.ts'
import type { Pool } from '../pool.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * For servers that stand still with room to spare: the model whose next job is likeliest to come and be spared a load. Nothing
 * is evicted for a guess, and a server is not kept busy where a job is likely to come before the load is done.
 */
export function preloads(pool: Pool, snapshot: Snapshot, given: ReadonlySet<number>): Decision[] {
  const { now, slots, kinds, open, used, vram, gigabytes, model, lastUse, eligible, fullLoad } = snapshot
  const servers = slots.length
  const rates = kinds.map(kind => {
    const known = pool.demand.kinds.get(kind.id)
    return known ? rateOf(pool.demand, known, now) : 0
  })
  const chosen = new Set<number>()
  return slots.flatMap((slot, s): Decision[] => {
    if (open[s] === 0 || given.has(s) || slot.running) return []
    let [best, most] = [-1, 0]
    for (let k = 0; k < kinds.length; k += 1) {
      const m = model[k] as number
      if (lastUse[m * servers + s] !== 0 || chosen.has(m) || !(eligible[k] as Int32Array).includes(s)) continue
      if ((used[s] as number) + (gigabytes[m] as number) > (vram[s] as number)) continue
      const rate = rates[k] as number
      if (rate * (fullLoad[k * servers + s] as number) < 1 && rate > most) [most, best] = [rate, k]
    }
    const kind = kinds[best]
    if (!kind) return []
    chosen.add(model[best] as number)
    return [{ kind: 'preload', model: kind.heavy.name, gigabytes: kind.heavy.gigabytes, serverId: slot.server.id }]
  })
}
