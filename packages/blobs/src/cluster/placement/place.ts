import { partitionCount } from './partition.ts'
import { luckOf, type Member, orderByScore } from './rendezvous.ts'
import { sharesOf } from './shares.ts'

/** For each partition the ids of the nodes that hold it. */
export type Placement = readonly (readonly string[])[]

/** A node may hold this many times its share before partitions go elsewhere. */
const slack = 1.01

/**
 * Where partitions lie once these are the members. What can stay where it was stays; partitions without enough holders go
 * to the members with the highest scores that have room, in other zones where there are enough; then nodes that have less
 * than their share take the partitions in which they score best from those that have more. So next to nothing moves that
 * does not have to, and all shares are equal. A pure function: whoever computes it gets the same.
 */
export function placePartitions(members: readonly Member[], replicas: number, before?: Placement): Placement {
  const byId = new Map(members.map(member => [member.id, member]))
  const wanted = Math.min(replicas, members.length)
  const shares = sharesOf(members, wanted)
  const load = new Map(members.map(({ id }) => [id, 0]))
  const zones = new Set(members.map(({ zone }) => zone)).size
  const share = (id: string) => shares.get(id) as number
  const count = (id: string, change: number) => load.set(id, (load.get(id) as number) + change)
  const excess = (id: string) => (load.get(id) as number) - share(id)
  const spreads = (holders: readonly string[], id: string) =>
    zones < wanted || !holders.some(holder => byId.get(holder)?.zone === byId.get(id)?.zone)

  const placed = Array.from({ length: partitionCount }, (_, partition) => {
    const kept = (before?.[partition] ?? []).filter(id => byId.has(id)).slice(0, wanted)
    for (const id of kept) count(id, 1)
    return kept
  })
  for (const [partition, holders] of placed.entries()) {
    if (holders.length === wanted) continue
    const order = orderByScore(members, partition).map(({ id }) => id)
    const take = (candidates: readonly string[], isFine: (id: string) => boolean) => {
      for (const id of candidates) {
        if (holders.length === wanted) return
        if (holders.includes(id) || !isFine(id)) continue
        holders.push(id)
        count(id, 1)
      }
    }
    const hasRoom = (id: string) => (load.get(id) as number) + 1 <= Math.ceil(share(id) * slack)
    take(order, id => hasRoom(id) && spreads(holders, id))
    take(order, hasRoom)
    take(
      order.toSorted((a, b) => excess(a) - excess(b)),
      () => true,
    )
  }

  const needy = () => members.map(({ id }) => id).sort((a, b) => excess(a) - excess(b) || (a < b ? -1 : 1))
  /** Lets those below their share take from those above it: first what moves anyway, then what lay still. */
  const even = (isTaken: (id: string, partition: number) => boolean, tolerated: (id: string) => number) => {
    for (const id of needy())
      for (const partition of favourites(id)) {
        if (excess(id) > -tolerated(id)) break
        const holders = placed[partition] as string[]
        if (holders.includes(id)) continue
        const donors = holders.filter(holder => excess(holder) >= 1 && isTaken(holder, partition))
        const [donor] = donors.sort((a, b) => excess(b) - excess(a))
        const others = holders.filter(holder => holder !== donor)
        if (donor === undefined || !spreads(others, id)) continue
        placed[partition] = [...others, id]
        count(donor, -1)
        count(id, 1)
      }
  }
  even(
    (id, partition) => before?.[partition]?.includes(id) !== true,
    () => 1,
  )
  even(
    () => true,
    id => Math.max(1, share(id) * (slack - 1)),
  )
  return placed
}

/** All partitions, those first in which the node scores best. */
function favourites(id: string): number[] {
  const luck = luckOf(id)
  return Array.from(luck.keys()).sort((a, b) => (luck[b] as number) - (luck[a] as number) || a - b)
}
