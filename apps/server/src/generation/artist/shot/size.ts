import type { CameraAngle, Framing, ShotSize } from '@storycanvas/api'

export type Measure = {
  /** Metres that the picture holds from top to bottom where the subject stands. */
  readonly high: number
  /** Where the middle of the head falls, as a share of the picture's height from its top. */
  readonly head: number
  /** Degrees, vertical. */
  readonly fieldOfView: number
  /** 0 the background is drawn out … 1 it is only suggested. */
  readonly softness: number
}

const MEASURES: Readonly<Record<ShotSize, Measure>> = {
  'extreme-wide': { high: 10, head: 0.6, fieldOfView: 50, softness: 0 },
  wide: { high: 3.5, head: 0.36, fieldOfView: 46, softness: 0 },
  full: { high: 2.2, head: 0.17, fieldOfView: 40, softness: 0.05 },
  'medium-wide': { high: 1.36, head: 0.24, fieldOfView: 36, softness: 0.25 },
  medium: { high: 0.98, head: 0.29, fieldOfView: 33, softness: 0.4 },
  'medium-close': { high: 0.68, head: 0.36, fieldOfView: 29, softness: 0.6 },
  'close-up': { high: 0.43, head: 0.46, fieldOfView: 26, softness: 0.8 },
  'extreme-close-up': { high: 0.19, head: 0.45, fieldOfView: 24, softness: 1 },
}

/** Metres from side to side that people need for a framing to be recognisable. */
const WIDTHS: Readonly<Record<'pair' | 'group', Readonly<Record<ShotSize, number>>>> = {
  pair: {
    'extreme-wide': 2,
    wide: 2,
    full: 1.7,
    'medium-wide': 1.5,
    medium: 1.35,
    'medium-close': 1.05,
    'close-up': 0.74,
    'extreme-close-up': 0.52,
  },
  group: {
    'extreme-wide': 3,
    wide: 2.8,
    full: 2.5,
    'medium-wide': 2.2,
    medium: 1.9,
    'medium-close': 1.6,
    'close-up': 1.3,
    'extreme-close-up': 1.05,
  },
}

const LONG_INSIDE = 5

/** How large the picture is on the set. `aspect` is width over height. */
export function measureShot(shot: {
  readonly shotSize: ShotSize
  readonly framing: Framing
  readonly angle: CameraAngle
  readonly aspect: number
  readonly isInterior: boolean
}): Measure {
  const measure = MEASURES[shot.shotSize]
  const isPair = shot.framing === 'two-shot'
  const across = isPair ? WIDTHS.pair[shot.shotSize] : shot.framing === 'group' ? WIDTHS.group[shot.shotSize] : 0
  const patience = shot.aspect < 1 ? 0.78 : 1
  let high = Math.max(measure.high, (across * patience) / shot.aspect)
  if (shot.framing === 'establishing') high = Math.max(high, shot.isInterior ? 3.3 : 6.5)
  if (shot.isInterior) high = Math.min(high, LONG_INSIDE)
  if (shot.angle === 'overhead') high = Math.max(high * 0.95, 1.15)
  return {
    ...measure,
    high,
    head: shot.framing === 'establishing' ? Math.max(measure.head, shot.isInterior ? 0.45 : 0.55) : measure.head,
  }
}
