import type { Ledger } from './ledger/ledger.ts'
import type { Maps } from './ledger/map.ts'
import type { NodeRow, Nodes } from './ledger/nodes.ts'
import type { Repairs } from './ledger/repairs.ts'
import type { Rounds } from './ledger/rounds.ts'
import { waitingFor } from './waiting.ts'

export type ClusterStatus = {
  readonly epoch: number
  readonly replicas: number
  /** Whether every chunk lies where it should, as far as was last compared. */
  readonly isSettled: boolean
  readonly blobs: number
  /** Bytes of all blobs as they were put. */
  readonly bytes: number
  /** Bytes of all chunks, equal ones once, before they are copied. */
  readonly chunkBytes: number
  /** Copies that nodes were to get and did not yet. */
  readonly openHints: number
  /** Why not everything is as it should be, a sentence each; none when it is. */
  readonly waitingFor: readonly string[]
  readonly nodes: readonly (NodeRow & { readonly isMember: boolean; readonly isAway: boolean })[]
}

type Parts = {
  readonly ledger: Ledger
  readonly maps: Maps
  readonly nodes: Nodes
  readonly repairs: Repairs
  readonly rounds: Rounds
}

export async function statusOf({ ledger, maps, nodes, repairs, rounds }: Parts, awayMs: number): Promise<ClusterStatus> {
  const [map, rows, usage, openHints, round] = await Promise.all([
    maps.newest(),
    nodes.list(),
    ledger.usage(),
    repairs.openHints(),
    rounds.last(),
  ])
  const { blobs, bytes, chunkBytes } = usage
  const isSettled = map?.isSettled ?? false
  const described = rows.map(row => {
    const isMember = map?.members.some(({ id }) => id === row.id) ?? false
    // Drained, and all it had lies elsewhere: it may be stopped, and nobody misses it.
    const isDismissed = row.state === 'draining' && isSettled && !isMember
    return { ...row, isMember, isAway: row.silentMs > awayMs && !isDismissed }
  })
  return {
    epoch: map?.epoch ?? 0,
    replicas: map?.replicas ?? 0,
    isSettled,
    blobs,
    bytes,
    chunkBytes,
    openHints,
    waitingFor: waitingFor({ isSettled, openHints, nodes: described, round }),
    nodes: described,
  }
}
