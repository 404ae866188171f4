import type { CameraAngle, CameraMove, CutStyle, Framing, Panel, Setting, ShotSize, TimeOfDay } from '@storycanvas/api'

/** What is written on a card for a shot size. */
export const shotSizeMark: Record<ShotSize, string> = {
  'extreme-wide': 'EWS',
  wide: 'WS',
  full: 'FS',
  'medium-wide': 'MWS',
  medium: 'MS',
  'medium-close': 'MCU',
  'close-up': 'CU',
  'extreme-close-up': 'ECU',
}

type Word = ShotSize | Framing | CameraAngle | CameraMove | CutStyle | Setting | TimeOfDay | Panel['status']

/** A term of the vocabulary as a person reads it: `extreme-wide` becomes `Extreme wide`. */
export const wordOf = (term: Word): string => {
  const words = term.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const choicesOf = <T extends Word>(terms: readonly T[]): { value: T; label: string }[] =>
  terms.map(term => ({ value: term, label: wordOf(term) }))
