import { timebase, type Timeline } from '@storycanvas/timeline'

/** A distance as editors write it: `+1:12` is one second and twelve frames to the right. */
export function signedFrames(frames: number, { rate }: Pick<Timeline, 'rate'>): string {
  const base = timebase(rate)
  const size = Math.abs(frames)
  const rest = String(size % base).padStart(2, '0')
  return `${frames < 0 ? '−' : '+'}${Math.floor(size / base)}:${rest}`
}
