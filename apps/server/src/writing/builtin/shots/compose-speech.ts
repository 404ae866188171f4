import { countWords } from '../scenes/sentences.ts'
import type { SpeechMoment } from './moments.ts'
import type { Composition } from './shot.ts'
import type { Stage } from './stage.ts'

export interface Conversation {
  stage: Stage
  tension: number
  listener: string | null
  /** Shots since everyone was last seen together; infinite before the first time. */
  sinceMaster: number
  sinceExtreme: number
}

const SHOTS_BETWEEN_MASTERS = 6

/**
 * The classic coverage of talk: both in one frame first, then over the shoulders, then alone and closer as it tightens;
 * back to both now and then so that nobody gets lost. A long speech is broken by the face that hears it.
 */
export function composeSpeech(speech: SpeechMoment, talk: Conversation): Composition {
  const { character } = speech
  const { listener, tension } = talk
  if (speech.isOffScreen) return offScreen(listener, tension)
  if (listener === null) return single(character, aloneSize(speech, tension))
  if (talk.sinceMaster === Number.POSITIVE_INFINITY || (talk.sinceMaster >= SHOTS_BETWEEN_MASTERS && tension < 0.62))
    return master(talk.stage, character, listener)
  if (speech.piece % 3 === 1) return single(listener, tension < 0.5 ? 'medium-close' : 'close-up')
  if (speech.piece % 3 === 2) return single(character, tension < 0.5 ? 'medium-close' : 'close-up')
  if (tension < 0.46) {
    return {
      shotSize: tension < 0.34 ? 'medium' : 'medium-close',
      framing: 'over-the-shoulder',
      angle: 'eye-level',
      subject: character,
      characters: talk.stage.fromLeft([character, listener]),
    }
  }
  const isPeak = tension > 0.85 && talk.sinceExtreme > 9 && countWords(speech.text) <= 8
  return single(character, isPeak ? 'extreme-close-up' : tension < 0.56 ? 'medium-close' : 'close-up')
}

/** Everyone who takes part, in one frame. */
export function master(stage: Stage, subject: string | null, other: string | null): Composition {
  const characters = stage.fromLeft([...stage.active, ...[subject, other].filter(name => name !== null)])
  const isPair = characters.length === 2
  return {
    shotSize: isPair ? 'medium' : 'medium-wide',
    framing: isPair ? 'two-shot' : 'group',
    angle: 'eye-level',
    subject,
    characters,
  }
}

/** A voice without a face plays on the one who hears it, or on the place. */
function offScreen(listener: string | null, tension: number): Composition {
  if (listener !== null) return single(listener, tension > 0.5 ? 'close-up' : 'medium-close')
  return { shotSize: 'wide', framing: 'establishing', angle: 'eye-level', subject: null, characters: [] }
}

function aloneSize({ piece }: SpeechMoment, tension: number): Composition['shotSize'] {
  if (tension > 0.62) return 'close-up'
  return piece > 0 || tension > 0.4 ? 'medium-close' : 'medium'
}

function single(subject: string, shotSize: Composition['shotSize']): Composition {
  return { shotSize, framing: 'single', angle: 'eye-level', subject, characters: [subject] }
}
