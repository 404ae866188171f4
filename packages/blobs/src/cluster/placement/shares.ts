import { partitionCount } from './partition.ts'
import type { Member } from './rendezvous.ts'

/**
 * How many partitions each member should hold, by weight. None holds a partition twice: what exceeds all of them falls to
 * the others.
 */
export function sharesOf(members: readonly Member[], replicas: number): Map<string, number> {
  const shares = new Map<string, number>()
  let open = members
  let left = partitionCount * replicas
  while (open.length > 0) {
    const weight = open.reduce((sum, member) => sum + member.weight, 0)
    const full = open.filter(member => (left * member.weight) / weight >= partitionCount)
    const settled = full.length > 0 ? full : open
    for (const member of settled) shares.set(member.id, full.length > 0 ? partitionCount : (left * member.weight) / weight)
    left -= full.length * partitionCount
    open = open.filter(member => !settled.includes(member))
  }
  return shares
}
