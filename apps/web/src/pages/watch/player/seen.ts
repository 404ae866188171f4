/** A film is cut into so many stretches for its retention curve. */
const stretches = 100

/** Where a picture plays and how far that is from the last look; a jump is none of watching. */
const longestStep = 2

export type Seen = { watchedMs: number; seen: number[] }

/** Adds up what was watched from looks at the playing time, in seconds. */
export function createSeen() {
  const seen = new Set<number>()
  let watched = 0
  let last: number | null = null
  return {
    look: (time: number, duration: number): void => {
      const step = last === null ? 0 : time - last
      last = time
      if (step <= 0 || step > longestStep || !(duration > 0)) return
      watched += step
      const from = Math.floor(((time - step) / duration) * stretches)
      for (let at = from; at <= Math.min(stretches - 1, Math.floor((time / duration) * stretches)); at += 1) seen.add(at)
    },
    jump: (): void => {
      last = null
    },
    sum: (): Seen => ({ watchedMs: Math.round(watched * 1000), seen: [...seen].sort((a, b) => a - b) }),
  }
}
