import { createHash } from 'node:crypto'

/** A node as placement sees it. `weight` is its share of the bytes in any unit; nodes of one `zone` fail together. */
export type Member = { readonly id: string; readonly weight: number; readonly zone: string }

/**
 * Members from the best to hold a partition downwards. Highest random weight, weighted as −w / ln u: the chance to be
 * first is the weight's share (https://en.wikipedia.org/wiki/Rendezvous_hashing#Weighted_rendezvous_hash).
 */
export function orderByScore(members: readonly Member[], partition: number): Member[] {
  const scored = members.map(member => ({ member, score: -member.weight / Math.log(luckOf(member.id)[partition] as number) }))
  return scored.sort((a, b) => b.score - a.score || (a.member.id < b.member.id ? -1 : 1)).map(({ member }) => member)
}

/** A number between 0 and 1 for each partition, the same everywhere and for ever. */
export function luckOf(id: string): Float64Array {
  const known = luck.get(id)
  if (known !== undefined) return known
  // Six bytes for each of 4,096 partitions.
  const bytes = createHash('shake256', { outputLength: 6 * 4096 })
    .update(id)
    .digest()
  const made = Float64Array.from({ length: 4096 }, (_, partition) => (bytes.readUIntBE(6 * partition, 6) + 0.5) / 2 ** 48)
  luck.set(id, made)
  return made
}

const luck = new Map<string, Float64Array>()
