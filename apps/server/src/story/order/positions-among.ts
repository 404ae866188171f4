import { generateNKeysBetween } from 'fractional-indexing'

/**
 * Positions for newcomers in a sequence of things, some of which have their place already and keep it. `sequence` is the
 * wanted order, each entry the position it has or null for a newcomer; the positions given must ascend. `occupied` are all
 * positions that are in use, by whatever stands between or lies in the trash. Returns one position per entry.
 */
export function positionsAmong(sequence: readonly (string | null)[], occupied: Iterable<string>): string[] {
  const used = [...new Set(occupied)].sort(byCodeUnit)
  const positions: string[] = []
  let index = 0
  while (index < sequence.length) {
    const own = sequence[index] ?? null
    if (own !== null) {
      positions.push(own)
      index += 1
      continue
    }
    const start = index
    while (index < sequence.length && sequence[index] === null) index += 1
    const lower = positions.at(-1) ?? null
    positions.push(...generateNKeysBetween(lower, firstAbove(used, lower), index - start))
  }
  return positions
}

function firstAbove(sorted: readonly string[], lower: string | null): string | null {
  if (lower === null) return sorted[0] ?? null
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (byCodeUnit(sorted[middle] ?? '', lower) <= 0) from = middle + 1
    else to = middle
  }
  return sorted[from] ?? null
}

/** As PostgreSQL's collation "C" sorts the ASCII of positions. */
const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
