import type { View } from './view.ts'

/** Distance between labels of the ruler in CSS pixels, at least. */
const APART = 96

export type Ruler = { every: number; minor: number }

/**
 * Frames between labels and between ticks: frames close up, then seconds, then minutes. The frames of a second are those
 * that timecode counts, so that labels fall on whole seconds of it.
 */
export function rulerFor({ scale }: View, framesPerSecond: number): Ruler {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600, 7200].map(seconds => seconds * framesPerSecond)
  const fine = [1, 2, 5, Math.round(framesPerSecond / 2)].filter(step => step < framesPerSecond)
  const every = [...fine, ...steps].find(step => step * scale >= APART) ?? 7200 * framesPerSecond
  const minor = every >= framesPerSecond ? every / (every % (5 * framesPerSecond) === 0 ? 5 : 4) : 1
  return { every, minor: Math.max(1, Math.round(minor)) }
}
