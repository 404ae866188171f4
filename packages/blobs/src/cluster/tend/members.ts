import type { ClusterMap } from '../ledger/map.ts'
import type { NodeRow } from '../ledger/nodes.ts'
import type { Member } from '../placement/rendezvous.ts'

/**
 * Who should hold chunks. A node that has been silent for longer than `awayMs` is replaced; one that drains is too. But
 * when half of all nodes are silent, or fewer are left than copies are wanted, the network is likelier to be broken than
 * the nodes: then nobody is replaced.
 */
export function membersNow(rows: readonly NodeRow[], map: ClusterMap | undefined, replicas: number, awayMs: number): Member[] {
  const isMember = ({ id }: NodeRow) => map?.members.some(member => member.id === id) === true
  const isThere = ({ silentMs }: NodeRow) => silentMs < awayMs
  const wanted = rows.filter(({ state }) => state === 'active')
  const present = wanted.filter(isThere)
  const isNetwork = present.length * 2 <= wanted.length || present.length < replicas
  const members = isNetwork ? wanted.filter(row => isThere(row) || isMember(row)) : present
  return members.map(({ id, weight, zone }) => ({ id, weight, zone }))
}

export function isSame(members: readonly Member[], map: ClusterMap | undefined, replicas: number): boolean {
  const text = (all: readonly Member[]) =>
    JSON.stringify(all.map(({ id, weight, zone }) => JSON.stringify([id, weight, zone])).sort())
  return map !== undefined && map.replicas === replicas && text(members) === text(map.members)
}
