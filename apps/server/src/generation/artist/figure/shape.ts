export type Spot = readonly [x: number, y: number]

const read = new Map<string, readonly Spot[]>()

/** A drawn outline as text, `x y` pairs between commas, y upwards: long tables of points stay readable. */
export function shape(pairs: string): readonly Spot[] {
  const known = read.get(pairs)
  if (known !== undefined) return known
  const spots = pairs.split(',').map((pair): Spot => {
    const [x = 0, y = 0] = pair.trim().split(' ').map(Number)
    return [x, y]
  })
  read.set(pairs, spots)
  return spots
}
