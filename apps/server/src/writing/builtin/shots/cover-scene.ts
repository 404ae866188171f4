import type { DraftScene } from '../scenes/draft.ts'
import type { Pronoun } from '../scenes/gender.ts'
import type { Mentions } from '../scenes/mentions.ts'
import { countWords } from '../scenes/sentences.ts'
import { composeAction } from './compose-action.ts'
import { composeSpeech, master } from './compose-speech.ts'
import { type ActionMoment, type Moment, momentsOf, type SpeechMoment } from './moments.ts'
import { References } from './references.ts'
import type { Composition, Shot } from './shot.ts'
import { Stage } from './stage.ts'
import { tensionOf } from './tension.ts'
import { varied } from './variety.ts'

export interface Coverage {
  mentions: Mentions
  genders: ReadonlyMap<string, Pronoun>
  /** Nobody has seen this place yet. */
  isNewPlace: boolean
}

/**
 * Chooses the shots of a scene: a wide view where the place is new, then one shot for each moment.
 * Camera moves come afterwards (`withMoves`), because they depend on the whole run.
 */
export function coverScene(scene: DraftScene, { mentions, genders, isNewPlace }: Coverage): Shot[] {
  const moments = opened(momentsOf(scene.beats, mentions, new References(genders)), scene, isNewPlace)
  const tensions = tensionOf(moments)
  const stage = new Stage(moments)
  const shots: Shot[] = []
  let sinceMaster = Number.POSITIVE_INFINITY
  let sinceExtreme = Number.POSITIVE_INFINITY
  let lastSpeaker: string | null = null

  moments.forEach((moment, index) => {
    const tension = tensions[index]!
    const previous = moments[index - 1]
    const before = shots.at(-1)
    if (moment.kind === 'speech') {
      stage.proceed(moment.isOffScreen ? [] : [moment.character])
      if (before !== undefined && previous?.kind === 'speech' && (moment.isDual || isQuickAnswer(moment, before))) {
        const together = moment.isDual ? varied(master(stage, before.subject, moment.character), shots.at(-2), tension) : before
        shots[shots.length - 1] = { ...before, ...together, moments: [...before.moments, moment] }
        lastSpeaker = moment.character
        return
      }
    } else stage.proceed(moment.subjects)

    const listener = listenerOf(moment, moments, index, stage, lastSpeaker)
    const isExterior = scene.place.setting === 'exterior'
    const composed: Composition = isOpening(moment, index, isNewPlace)
      ? opening(stage, moment, isExterior)
      : moment.kind === 'speech'
        ? composeSpeech(moment, { stage, tension, listener, sinceMaster, sinceExtreme })
        : composeAction(moment, { stage, tension, previous, listener, isExterior })
    const composition = varied(composed, before, tension)
    const isMaster = composition.framing === 'two-shot' || composition.framing === 'group'
    sinceMaster = isMaster ? 1 : sinceMaster + 1
    sinceExtreme = composition.shotSize === 'extreme-close-up' ? 0 : sinceExtreme + 1
    shots.push({ ...composition, moments: [moment], cameraMove: 'static', tension })
    if (moment.kind === 'speech') lastSpeaker = moment.character
    if (moment.kind === 'exit' && moment.subjects[0] !== undefined) stage.leave(moment.subjects[0])
  })
  return shots
}

/** While both are in one frame, a short answer needs no cut. */
function isQuickAnswer(answer: SpeechMoment, before: Shot): boolean {
  const last = before.moments.at(-1)
  const isMaster = before.framing === 'two-shot' || before.framing === 'group'
  // A word or two can come from the back of a head.
  const isInterjection = before.framing === 'over-the-shoulder' && before.moments.length === 1 && countWords(answer.text) <= 3
  if ((!isMaster && !isInterjection) || last?.kind !== 'speech' || before.moments.length > 2 || answer.isOffScreen) return false
  const words = before.moments.reduce((sum, moment) => sum + countWords(moment.text), countWords(answer.text))
  return answer.character !== last.character && before.characters.includes(answer.character) && words <= 18
}

/** A new place is shown before anything happens in it, with the writer's own words about it where there are some. */
function opened(moments: Moment[], { place, heading, line }: DraftScene, isNewPlace: boolean): Moment[] {
  const [first] = moments
  const name = place.location || heading
  if (first !== undefined && first.kind !== 'speech' && first.subjects.length === 0 && first.directed === null) {
    return [{ ...first, kind: 'place' }, ...moments.slice(1)]
  }
  if (!isNewPlace || name === '') return moments
  const time = place.timeOfDay === 'unspecified' ? '' : `, ${place.timeOfDay}`
  const view: ActionMoment = { kind: 'place', text: `${name}${time}.`, line, subjects: [], prop: null, directed: null }
  return [view, ...moments]
}

/** The first picture of a scene is wide, unless the writer directs otherwise. */
function isOpening(moment: Moment, index: number, isNewPlace: boolean): boolean {
  return index === 0 && moment.kind !== 'speech' && moment.directed === null && (isNewPlace || moment.kind !== 'insert')
}

function opening(stage: Stage, moment: Moment, isExterior: boolean): Composition {
  const characters = moment.kind === 'speech' ? [] : stage.fromLeft(moment.subjects)
  const framing =
    characters.length === 0 ? 'establishing' : characters.length === 1 ? 'single' : characters.length === 2 ? 'two-shot' : 'group'
  const subject = characters.length === 1 ? characters[0]! : null
  return {
    shotSize: isExterior && characters.length === 0 ? 'extreme-wide' : 'wide',
    framing,
    angle: 'eye-level',
    subject,
    characters,
  }
}

/** The one to whom a speech goes: who spoke last, who answers next, or who else is there. */
function listenerOf(
  moment: Moment,
  moments: readonly Moment[],
  index: number,
  stage: Stage,
  lastSpeaker: string | null,
): string | null {
  const present = stage.present
  if (moment.kind !== 'speech') return present.find(name => name !== lastSpeaker) ?? present[0] ?? null
  const isThere = (name: string | null | undefined) =>
    name !== undefined && name !== null && name !== moment.character && present.includes(name)
  if (isThere(lastSpeaker)) return lastSpeaker
  const answer = moments.slice(index + 1, index + 8).find(next => next.kind === 'speech' && next.character !== moment.character)
  if (answer?.kind === 'speech' && isThere(answer.character)) return answer.character
  return present.find(name => name !== moment.character) ?? null
}
