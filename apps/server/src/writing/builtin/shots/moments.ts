import type { Mentions } from '../scenes/mentions.ts'
import type { ActionBeat, Beat, SpeechBeat } from '../scenes/draft.ts'
import { countWords, sentences } from '../scenes/sentences.ts'
import { CHASE, DIRECTED, ENTRANCE, EXIT, LISTEN, LOOK, MOVEMENT, propIn } from './cues.ts'
import type { References } from './references.ts'
import { splitSpeech } from './split-speech.ts'

/** What one panel has to show, before it is decided how. */
export type Moment = ActionMoment | SpeechMoment

export interface ActionMoment {
  kind: 'place' | 'insert' | 'entrance' | 'exit' | 'chase' | 'movement' | 'look' | 'silence' | 'action'
  text: string
  line: number
  subjects: string[]
  /** What an insert shows. */
  prop: string | null
  directed: 'insert' | 'close' | 'wide' | 'view' | 'aerial' | null
}

export interface SpeechMoment {
  kind: 'speech'
  character: string
  /** The words of this panel: one piece of a speech. */
  text: string
  parenthetical: string | null
  isOffScreen: boolean
  isDual: boolean
  /** A small thing that the speaker does just before, too small for a picture of its own. */
  business: string | null
  /** 0 for the first piece of a speech, 1 for the next one. */
  piece: number
  line: number
}

/** One picture takes in about this much; a second sentence about something else gets its own. */
const MOST_WORDS = 28
const MOST_LETTERS = 1000

/** Reads beats as moments: one sentence or two of action each, one piece of speech each. */
export function momentsOf(beats: readonly Beat[], mentions: Mentions, references: References): Moment[] {
  const moments: Moment[] = []
  for (const beat of beats) {
    if (beat.kind === 'speech') {
      const last = moments.at(-1)
      const business = last !== undefined && isBusinessOf(beat.character, last) ? last.text : null
      if (business !== null) moments.pop()
      moments.push(...speechMoments(beat, business))
      references.heard(beat.character)
      continue
    }
    for (const moment of actionMoments(beat, mentions, references)) {
      const last = moments.at(-1)
      if (last !== undefined && sharesPicture(last, moment)) join(last, moment)
      else moments.push(moment)
    }
  }
  return moments
}

function isBusinessOf(speaker: string, moment: Moment): boolean {
  return (
    moment.kind === 'action' && moment.directed === null && moment.subjects.join() === speaker && countWords(moment.text) <= 8
  )
}

function speechMoments(beat: SpeechBeat, business: string | null): SpeechMoment[] {
  return splitSpeech(beat.text).map((text, piece) => ({
    kind: 'speech',
    character: beat.character,
    text,
    parenthetical: piece === 0 ? beat.parenthetical : null,
    business: piece === 0 ? business : null,
    isOffScreen: beat.isOffScreen,
    isDual: beat.isDual && piece === 0,
    piece,
    line: beat.line,
  }))
}

function actionMoments(beat: ActionBeat, mentions: Mentions, references: References): ActionMoment[] {
  references.startParagraph()
  return sentences(beat.text).map(text => {
    const subjects = references.resolve(text, mentions.in(text))
    const prop = propIn(text, subjects.length > 0)
    const directed = DIRECTED.find(([pattern]) => pattern.test(text))?.[1] ?? null
    return { kind: kindOf(text, subjects, prop), text, line: beat.line, subjects, prop, directed }
  })
}

function kindOf(text: string, subjects: readonly string[], prop: string | null): ActionMoment['kind'] {
  if (countWords(text) <= 4 && LISTEN.test(text)) return 'silence'
  if (prop !== null && subjects.length < 2 && countWords(text) <= 16) return 'insert'
  if (subjects.length === 0) return CHASE.test(text) ? 'movement' : 'place'
  if (ENTRANCE.test(text)) return 'entrance'
  if (EXIT.test(text)) return 'exit'
  if (CHASE.test(text)) return 'chase'
  if (LOOK.test(text)) return 'look'
  return MOVEMENT.test(text) ? 'movement' : 'action'
}

/** Short sentences of one paragraph that are about the same thing share a picture. */
function sharesPicture(last: Moment, moment: ActionMoment): last is ActionMoment {
  if (last.kind === 'speech' || last.line !== moment.line || moment.directed !== null || last.directed !== null) return false
  if (last.kind === 'silence' || moment.kind === 'silence') return false
  // Dots and dashes are sentences without words: without end they would be counted again with each one that joins them.
  if (last.text.length + moment.text.length > MOST_LETTERS) return false
  const added = countWords(moment.text)
  const isSameThing = last.kind !== 'look' && added <= 12 && /^(?:it|its|they|the same)\b/i.test(moment.text)
  if (isSameThing && moment.subjects.every(name => last.subjects.includes(name))) return true
  if (moment.kind === 'insert')
    return last.kind === 'insert' && last.subjects.join() === moment.subjects.join() && countWords(last.text) + added <= 20
  if (countWords(last.text) + added > MOST_WORDS) return false
  const isSameSubject = moment.subjects.every(name => last.subjects.includes(name))
  const areBothQuick =
    added <= 5 && countWords(last.text) <= 6 && [last.kind, moment.kind].every(kind => kind === 'action' || kind === 'look')
  if (areBothQuick) return true
  if (moment.kind === 'place') return last.kind === 'place' || (last.subjects.length > 0 && last.kind !== 'look' && added <= 6)
  return (isSameSubject && (last.kind === moment.kind || moment.kind === 'action' || added <= 6)) || added <= 3
}

function join(last: ActionMoment, moment: ActionMoment): void {
  last.text = `${last.text} ${moment.text}`
  last.subjects = [...new Set([...last.subjects, ...moment.subjects])]
  if (last.kind === 'place' || (last.kind === 'action' && moment.kind !== 'place')) last.kind = moment.kind
}
