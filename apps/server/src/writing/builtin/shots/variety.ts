import type { Framing, ShotSize } from '@storycanvas/api'
import { ShotSize as Sizes } from '@storycanvas/api'
import type { Composition } from './shot.ts'

const SIZES = Sizes.options

/** The sizes between which each framing still reads as itself. */
const RANGE: Record<Framing, [widest: ShotSize, tightest: ShotSize]> = {
  establishing: ['extreme-wide', 'medium-wide'],
  single: ['wide', 'extreme-close-up'],
  'two-shot': ['wide', 'medium-close'],
  group: ['wide', 'medium'],
  'over-the-shoulder': ['medium', 'close-up'],
  'point-of-view': ['wide', 'close-up'],
  insert: ['medium-close', 'extreme-close-up'],
}

/** Two panels side by side that would look alike: a cut between them would read as a jump. */
export function looksAlike(a: Composition, b: Composition): boolean {
  return (
    a.framing === b.framing &&
    a.shotSize === b.shotSize &&
    a.angle === b.angle &&
    a.characters.join('\n') === b.characters.join('\n') &&
    // In a shot over the shoulder the same two people change places between front and back.
    (a.framing !== 'over-the-shoulder' || a.subject === b.subject)
  )
}

/** Moves a shot one size away from its neighbour where the two look alike: closer in tension, wider in calm. */
export function varied(shot: Composition, before: Composition | undefined, tension: number): Composition {
  if (before === undefined || !looksAlike(shot, before)) return shot
  const steps = tension > 0.4 ? [1, -1, 2, -2] : [-1, 1, -2, 2]
  const [widest, tightest] = RANGE[shot.framing].map(size => SIZES.indexOf(size)) as [number, number]
  const current = SIZES.indexOf(shot.shotSize)
  for (const step of steps) {
    const next = current + step
    if (next >= widest && next <= tightest) return { ...shot, shotSize: SIZES[next]! }
  }
  return { ...shot, angle: shot.angle === 'high' ? 'eye-level' : 'high' }
}
