/** How music gives way while somebody speaks. */
export type Ducking = {
  /** What music is lowered by under speech, in decibels above 0. */
  readonly decibels: number
  /** Level from which sound counts as speech, in decibels of full scale. */
  readonly threshold: number
  /** Seconds until music is down once speech begins, and until it is up again after it. */
  readonly attack: number
  readonly release: number
}

export const usualDucking: Ducking = { decibels: 12, threshold: -45, attack: 0.08, release: 0.6 }

/** Seconds over which the level of speech is taken. */
const window = 0.01

/**
 * What music is multiplied by, sample for sample, fed with the speech of block after block: down towards the floor while
 * speech is there, up again when it ends, along the curve of a charging capacitor.
 */
export function createDucker(ducking: Ducking, sampleRate: number, channels: number): (speech: Float32Array) => Float32Array {
  const floor = 10 ** (-ducking.decibels / 20)
  const threshold = 10 ** (ducking.threshold / 20)
  const length = Math.max(1, Math.round(window * sampleRate))
  const towards = (seconds: number): number => 1 - Math.exp(-3 / Math.max(1, seconds * sampleRate))
  const [falling, rising] = [towards(ducking.attack), towards(ducking.release)]
  let gain = 1
  return speech => {
    const gains = new Float32Array(speech.length / channels)
    for (let start = 0; start < gains.length; start += length) {
      const end = Math.min(gains.length, start + length)
      let power = 0
      for (let at = start * channels; at < end * channels; at++) power += (speech[at] as number) ** 2
      const isSpeech = Math.sqrt(power / ((end - start) * channels)) > threshold
      const [goal, step] = isSpeech ? [floor, falling] : [1, rising]
      for (let at = start; at < end; at++) {
        gain += (goal - gain) * step
        gains[at] = gain
      }
    }
    return gains
  }
}
