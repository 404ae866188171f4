/** The middle of the values; of an even number of them the lower middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN
}

/** Milliseconds that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/**
 * Runs the rivals in turn, `rounds` times over, so that whatever else the machine does meets all of them. Gives each
 * rival's results in order.
 */
export async function inTurns<Name extends string, Result>(
  rounds: number,
  rivals: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(rivals) as Name[]
  const results = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, Result[]>
  for (let round = 0; round < rounds; round += 1) for (const name of names) results[name].push(await rivals[name]())
  return results
}
