import type { BlobHash } from '../../hash.ts'
import type { Connect } from '../client/connect.ts'
import type { NodeClient } from '../client/node-client.ts'
import type { ClusterMap, Maps } from '../ledger/map.ts'
import type { Nodes } from '../ledger/nodes.ts'
import { partitionOf } from '../placement/partition.ts'
import { orderByScore } from '../placement/rendezvous.ts'

export type Holder = { readonly id: string; readonly client: NodeClient }

/** Who holds what, as this process last heard. */
export type View = {
  readonly map: ClusterMap
  /** Those who are to hold the chunk, then the other members, the best substitute first. */
  toWrite(hash: BlobHash): { readonly holders: readonly Holder[]; readonly others: readonly Holder[] }
  /** Those who should have the chunk, then those who had it before, then everybody else. */
  toRead(hash: BlobHash): readonly Holder[]
  holder(id: string): Holder | undefined
  /** Every node that is known, members or not. */
  readonly everybody: readonly Holder[]
}

export type Views = { newest(): Promise<View | undefined>; refresh(): Promise<View | undefined> }

type Parts = { readonly maps: Maps; readonly nodes: Nodes; readonly connect: Connect }

/** An older view harms nothing: chunks are found wherever they lie, and what was put in the wrong place is moved. */
const freshMs = 1000

export function createViews({ maps, nodes, connect }: Parts): Views {
  let last: { at: number; view: Promise<View | undefined> } | undefined
  const look = async (): Promise<View | undefined> => {
    const [map, rows] = await Promise.all([maps.newest(), nodes.list()])
    if (map === undefined) return undefined
    const before = map.isSettled ? undefined : await maps.before(map.epoch)
    const everybody = rows.map(({ id, address }) => ({ id, client: connect(address) }))
    const byId = new Map(everybody.map(holder => [holder.id, holder]))
    const known = (ids: readonly string[]) => ids.flatMap(id => byId.get(id) ?? [])
    return {
      map,
      everybody,
      holder: id => byId.get(id),
      toWrite(hash) {
        const partition = partitionOf(hash)
        const holders = known(map.placement[partition] ?? [])
        const order = known(orderByScore(map.members, partition).map(({ id }) => id))
        return { holders, others: order.filter(holder => !holders.includes(holder)) }
      },
      toRead(hash) {
        const partition = partitionOf(hash)
        const now = known(map.placement[partition] ?? [])
        const earlier = known(before?.placement[partition] ?? [])
        return [...new Set([...now, ...earlier, ...everybody])]
      },
    }
  }
  const refresh = () => {
    const view = look()
    last = { at: performance.now(), view }
    view.catch(() => {
      if (last?.view === view) last = undefined
    })
    return view
  }
  return {
    newest: () => (last !== undefined && performance.now() - last.at < freshMs ? last.view : refresh()),
    refresh,
  }
}
