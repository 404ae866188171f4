/** So many may be inside at once; the others wait in the order in which they came. */
export function createPlaces(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  return {
    async enter(): Promise<void> {
      if (free > 0) free--
      else await new Promise<void>(resolve => waiting.push(resolve))
    },
    leave(): void {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    },
  }
}
