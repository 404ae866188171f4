import type { CameraAngle, ShotSize } from '@storycanvas/api'
import { countWords } from '../scenes/sentences.ts'
import { POWERFUL, SMALL } from './cues.ts'
import type { ActionMoment, Moment } from './moments.ts'
import type { Composition } from './shot.ts'
import type { Stage } from './stage.ts'

export interface Business {
  stage: Stage
  tension: number
  /** The moment before, in the same scene. */
  previous: Moment | undefined
  /** Who is not speaking: the face for a silence. */
  listener: string | null
  isExterior: boolean
}

export function composeAction(moment: ActionMoment, business: Business): Composition {
  const people = business.stage.fromLeft(moment.subjects)
  const directed = composeDirected(moment, people)
  if (directed !== null) return directed
  switch (moment.kind) {
    case 'insert':
      return insert(moment, people)
    case 'silence':
      return business.listener === null ? place(moment, business) : withPeople([business.listener], 'close-up', 'eye-level')
    case 'look':
      return withPeople(lookers(moment, people), 'medium-close', angleOf(moment.text))
    case 'entrance':
      return withPeople(people, 'full', angleOf(moment.text))
    case 'exit':
      return withPeople(people, 'wide', angleOf(moment.text))
    case 'chase':
      return withPeople(people, 'medium-wide', business.tension > 0.7 ? 'dutch' : 'low')
    case 'movement':
      return people.length === 0 ? place(moment, business) : withPeople(people, 'full', angleOf(moment.text))
    case 'action':
      return withPeople(people, actionSize(people.length, business.tension), angleOf(moment.text))
    case 'place':
      break
  }
  return place(moment, business)
}

/** The one who looks; what is looked at comes next. Two who look at each other are shown together. */
function lookers({ text, subjects }: ActionMoment, people: string[]): string[] {
  const isMutual = /^(?:they|both)\b/i.test(text) || (people.length > 1 && /[.!?]\s/.test(text) && countWords(text) <= 12)
  return isMutual ? people : subjects.slice(0, 1)
}

function withPeople(characters: string[], shotSize: ShotSize, angle: CameraAngle): Composition {
  const framing = characters.length > 2 ? 'group' : characters.length === 2 ? 'two-shot' : 'single'
  return { shotSize, framing, angle, subject: characters.length === 1 ? characters[0]! : null, characters }
}

function actionSize(people: number, tension: number): ShotSize {
  if (people > 1) return people > 2 ? 'medium-wide' : 'medium'
  return tension > 0.55 ? 'medium-close' : 'medium'
}

function insert(moment: ActionMoment, people: readonly string[]): Composition {
  const isLyingFlat = /\bon (?:the|a|her|his|their) (?:table|desk|floor|bench|counter|ground|bed|map|lap)\b/i.test(moment.text)
  return {
    shotSize: countWords(moment.text) <= 6 ? 'extreme-close-up' : 'close-up',
    framing: 'insert',
    angle: isLyingFlat ? 'overhead' : 'eye-level',
    subject: people[0] ?? null,
    characters: people.slice(0, 1),
  }
}

/** No people in the sentence: what somebody just looked at, a detail in the middle of things, or the place itself. */
function place({ text }: Moment, { previous, isExterior, tension }: Business): Composition {
  const bare = { angle: 'eye-level', subject: null, characters: [] } as const
  const isDetail = countWords(text) <= 12 && (previous?.kind === 'place' || tension > 0.5)
  if (previous?.kind === 'look') return { ...bare, characters: [], shotSize: 'medium-wide', framing: 'point-of-view' }
  if (isDetail) return { ...bare, characters: [], shotSize: 'close-up', framing: 'insert' }
  return { ...bare, characters: [], shotSize: isExterior ? 'extreme-wide' : 'wide', framing: 'establishing' }
}

function composeDirected({ directed, prop }: ActionMoment, people: string[]): Composition | null {
  const bare = { angle: 'eye-level', subject: people[0] ?? null, characters: people.slice(0, 1) } as const
  switch (directed) {
    case null:
      break
    case 'insert':
      return { ...bare, shotSize: 'close-up', framing: 'insert' }
    case 'close':
      return people.length === 0 || prop !== null
        ? { ...bare, shotSize: 'close-up', framing: 'insert' }
        : withPeople(people.slice(0, 1), 'close-up', 'eye-level')
    case 'wide':
      return people.length === 0
        ? { ...bare, shotSize: 'wide', framing: 'establishing' }
        : withPeople(people, 'wide', 'eye-level')
    case 'aerial':
      return { shotSize: 'extreme-wide', framing: 'establishing', angle: 'overhead', subject: null, characters: people }
    case 'view':
      return { shotSize: 'medium', framing: 'point-of-view', angle: 'eye-level', subject: null, characters: [] }
  }
  return null
}

function angleOf(text: string): CameraAngle {
  if (POWERFUL.test(text)) return 'low'
  return SMALL.test(text) ? 'high' : 'eye-level'
}
