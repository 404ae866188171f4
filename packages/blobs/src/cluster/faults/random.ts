/** The same numbers for the same seed (mulberry32, https://github.com/cprosche/mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(share() * limit)
  return { share, below, one: <T>(items: readonly T[]): T => items[below(items.length)] as T }
}

export type Random = ReturnType<typeof createRandom>
