type Range = { from: number; to: number }

/**
 * Which lines of two texts are the same ones, as pairs of their places, ascending in both: by the patience method, which holds on to
 * lines that stand once in each text, and to what is alike before and behind them.
 */
export function sameLines(a: readonly string[], b: readonly string[]): [number, number][] {
  const pairs: [number, number][] = []
  const rest: [Range, Range][] = [
    [
      { from: 0, to: a.length },
      { from: 0, to: b.length },
    ],
  ]
  for (let next = rest.pop(); next; next = rest.pop()) {
    let [{ from: inA, to: endA }, { from: inB, to: endB }] = next
    while (inA < endA && inB < endB && a[inA] === b[inB]) pairs.push([inA++, inB++])
    while (inA < endA && inB < endB && a[endA - 1] === b[endB - 1]) pairs.push([--endA, --endB])
    const anchors = ascending(onceInBoth(a, { from: inA, to: endA }, b, { from: inB, to: endB }))
    if (anchors.length === 0) continue
    for (const [atA, atB] of anchors) {
      rest.push([
        { from: inA, to: atA },
        { from: inB, to: atB },
      ])
      pairs.push([atA, atB])
      ;[inA, inB] = [atA + 1, atB + 1]
    }
    rest.push([
      { from: inA, to: endA },
      { from: inB, to: endB },
    ])
  }
  return pairs.sort(([one], [other]) => one - other)
}

/** Lines that stand once in each range, by their place in the first. */
function onceInBoth(a: readonly string[], rangeA: Range, b: readonly string[], rangeB: Range): [number, number][] {
  const [once, other] = [placesOfOnce(a, rangeA), placesOfOnce(b, rangeB)]
  return [...once].flatMap(([line, at]) => {
    const there = other.get(line)
    return there === undefined ? [] : [[at, there] as [number, number]]
  })
}

function placesOfOnce(lines: readonly string[], { from, to }: Range): Map<string, number> {
  const places = new Map<string, number>()
  const seen = new Set<string>()
  for (let at = from; at < to; at += 1) {
    const line = lines[at]!
    if (seen.has(line)) places.delete(line)
    else places.set(line, at)
    seen.add(line)
  }
  return places
}

/** The longest part of the pairs, which ascend in their first place, that ascends in the second as well. */
function ascending(pairs: readonly [number, number][]): [number, number][] {
  const ends: number[] = []
  const before: number[] = []
  pairs.forEach(([, place], at) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[ends[middle]!]![1] < place) low = middle + 1
      else high = middle
    }
    before[at] = ends[low - 1] ?? -1
    ends[low] = at
  })
  const longest: [number, number][] = []
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) longest.unshift(pairs[at]!)
  return longest
}
