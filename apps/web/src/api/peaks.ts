import { server } from './server.ts'

/** The shape of a sound: the loudest sample of each stretch, 0 to 255. */
export type Wave = {
  peaksPerSecond: number
  /** The loudest between two peaks, whichever comes first; 0 outside the sound. */
  loudest: (from: number, to: number) => number
}

export const waveOf = (peaksPerSecond: number, peaks: Uint8Array): Wave => ({
  peaksPerSecond,
  loudest(from, to) {
    const last = Math.min(peaks.length, Math.max(Math.floor(Math.min(from, to)) + 1, Math.ceil(Math.max(from, to))))
    let loudest = 0
    for (let at = Math.max(0, Math.floor(Math.min(from, to))); at < last; at++) loudest = Math.max(loudest, peaks[at] ?? 0)
    return loudest
  },
})

/** Waves of uploaded sounds, by media id: asked for when first wanted, told about when they are there. */
export function createWaves(onLoad: () => void) {
  const waves = new Map<string, Wave | null>()

  async function load(id: string) {
    waves.set(id, null)
    try {
      const { peaksPerSecond, peaks } = await server.getMediaPeaks({ params: { id } })
      waves.set(
        id,
        waveOf(
          peaksPerSecond,
          Uint8Array.from(atob(peaks), letter => letter.charCodeAt(0)),
        ),
      )
      onLoad()
    } catch {
      // A sound without a wave is drawn plain and plays all the same; it is not asked for again.
    }
  }

  return (id: string): Wave | null => {
    const known = waves.get(id)
    if (known === undefined) void load(id)
    return known ?? null
  }
}
