/** Memory for one decoded piece: longer ones are decoded at a lower rate. */
const MOST_BYTES = 120_000_000
const STEREO_FLOAT_BYTES = 8
const HIGHEST_RATE = 48_000
const LOWEST_RATE = 8000
/** Decoded pieces that are kept; those heard longest ago go first. */
const KEPT = 4

/** Samples a second at which a piece of this length still fits into memory. */
export const decodingRate = (seconds: number) =>
  Math.round(Math.max(LOWEST_RATE, Math.min(HIGHEST_RATE, MOST_BYTES / STEREO_FLOAT_BYTES / Math.max(1, seconds))))

/** Decoded sounds by address: asked for when they come near, told about when they are there. */
export function createBuffers(onLoad: () => void) {
  const decoded = new Map<string, AudioBuffer | 'loading' | 'broken'>()

  async function load(url: string, seconds: number) {
    decoded.set(url, 'loading')
    try {
      const response = await fetch(url)
      if (!response.ok) throw new Error(`${response.status}`)
      const bytes = await response.arrayBuffer()
      const decoder = new OfflineAudioContext({ numberOfChannels: 2, length: 1, sampleRate: decodingRate(seconds) })
      decoded.set(url, await decoder.decodeAudioData(bytes))
    } catch {
      // Without sound the picture still plays; the film tells what is wrong with its media when it is rendered.
      decoded.set(url, 'broken')
    }
    onLoad()
  }

  return (url: string, seconds: number): AudioBuffer | null => {
    const known = decoded.get(url)
    if (known === undefined) {
      const idle = [...decoded].filter(([, one]) => one !== 'loading').map(([url]) => url)
      for (const old of idle.slice(0, Math.max(0, decoded.size - KEPT + 1))) decoded.delete(old)
      void load(url, seconds)
    } else {
      decoded.delete(url)
      decoded.set(url, known)
    }
    return known instanceof AudioBuffer ? known : null
  }
}
