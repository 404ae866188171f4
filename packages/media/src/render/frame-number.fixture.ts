import type { Frame } from './frame.ts'

/** The number that a frame of gt-frame-numbers.mp4 shows in ten blocks of 24 × 24, the highest bit first. */
export function frameNumber(frame: Frame): number {
  let number = 0
  for (let bit = 0; bit < 10; bit++) number = number * 2 + ((frame.bytes[160 * 320 + 16 + 32 * bit] ?? 0) > 128 ? 1 : 0)
  return number
}
