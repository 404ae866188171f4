import type { CameraAngle, CameraMove, Framing, ShotSize } from '@storycanvas/api'
import type { Subject } from './subject.ts'

const sizes: Record<ShotSize, string> = {
  'extreme-wide': 'extreme wide shot',
  wide: 'wide shot',
  full: 'full shot',
  'medium-wide': 'medium wide shot',
  medium: 'medium shot',
  'medium-close': 'medium close-up',
  'close-up': 'close-up',
  'extreme-close-up': 'extreme close-up',
}

const framings: Record<Framing, string> = {
  establishing: 'establishing shot',
  single: 'one person in the frame',
  'two-shot': 'two-shot',
  group: 'group shot',
  'over-the-shoulder': 'over-the-shoulder shot',
  'point-of-view': 'point-of-view shot',
  insert: 'insert of a detail',
}

const angles: Record<CameraAngle, string> = {
  'eye-level': 'at eye level',
  high: 'from a high angle',
  low: 'from a low angle',
  overhead: 'from straight overhead',
  dutch: 'with a dutch angle',
}

/** A still picture can only hint at a move; `static` says nothing. */
const moves: Partial<Record<CameraMove, string>> = {
  handheld: 'handheld camera',
  orbit: 'camera circling the subject',
  roll: 'camera rolling about its axis',
}

/** The camera in the words that image models have learnt: shot size, framing, angle, lens and move. */
export function cameraWords({ shotSize, framing, angle, lensMm, cameraMove }: Subject['panel']): string {
  const lens = lensMm === null ? [] : [`${lensMm} mm lens`]
  const move = moves[cameraMove]
  return [sizes[shotSize], framings[framing], angles[angle], ...lens, ...(move ? [move] : [])].join(', ')
}
