import { createHash } from 'node:crypto'
import { partitionCount } from './placement/partition.ts'

/** Digest of the chunks in one partition; partitions without any are left out. */
export type Leaves = ReadonlyMap<number, Buffer>

const fanOut = 16
/** Levels of 1, 16, 256 and 4,096 digests, the root first. */
export type Tree = readonly (readonly Buffer[])[]

const none = Buffer.alloc(0)

/** Digest of sorted names, as `sha256(string_agg(hash, '' order by hash))` gives it in the ledger. */
export const digestOf = (sorted: readonly string[]): Buffer => createHash('sha256').update(sorted.join('')).digest()

/** A branch without any chunks has an empty digest. */
export function treeOf(leaves: Leaves): Tree {
  let level = Array.from({ length: partitionCount }, (_, partition) => leaves.get(partition) ?? none)
  const tree = [level]
  while (level.length > 1) {
    const below = level
    level = Array.from({ length: below.length / fanOut }, (_, index) => {
      const children = below.slice(index * fanOut, (index + 1) * fanOut)
      if (children.every(({ length }) => length === 0)) return none
      const digest = createHash('sha256')
      for (const child of children) digest.update(child.length === 0 ? zero : child)
      return digest.digest()
    })
    tree.unshift(level)
  }
  return tree
}

const zero = Buffer.alloc(32)

/** Asks for digests of the other side at a level of its tree. */
export type Ask = (level: number, indexes: readonly number[]) => Promise<readonly Uint8Array[]>

/** The partitions in which two trees differ; only branches that differ are asked for. */
export async function differingPartitions(own: Tree, ask: Ask): Promise<number[]> {
  let suspects = [0]
  for (let level = 0; level < own.length; level++) {
    const digests = await ask(level, suspects)
    const differing = suspects.filter((index, place) => !own[level]?.[index]?.equals(digests[place] ?? none))
    if (level === own.length - 1) return differing
    suspects = differing.flatMap(index => Array.from({ length: fanOut }, (_, child) => index * fanOut + child))
    if (suspects.length === 0) return []
  }
  return []
}
