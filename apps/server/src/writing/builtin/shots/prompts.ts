import type { CameraAngle, CameraMove, Framing } from '@storycanvas/api'
import type { Place } from '../scenes/draft.ts'
import type { Mood } from '../story.ts'
import type { Shot } from './shot.ts'

const FRAMINGS: Record<Framing, string> = {
  establishing: 'establishing shot',
  single: 'shot of one person',
  'two-shot': 'two-shot',
  group: 'group shot',
  'over-the-shoulder': 'over-the-shoulder shot',
  'point-of-view': 'point-of-view shot',
  insert: 'insert of a detail',
}
const ANGLES: Record<CameraAngle, string> = {
  'eye-level': 'at eye level',
  high: 'from a high angle',
  low: 'from a low angle',
  overhead: 'from straight above',
  dutch: 'with a tilted horizon',
}
const MOVES: Record<CameraMove, string> = {
  static: 'The camera holds still',
  'pan-left': 'The camera pans left',
  'pan-right': 'The camera pans right',
  'tilt-up': 'The camera tilts up',
  'tilt-down': 'The camera tilts down',
  'dolly-in': 'The camera slowly moves in',
  'dolly-out': 'The camera slowly moves back',
  'truck-left': 'The camera travels left with the movement',
  'truck-right': 'The camera travels right with the movement',
  'pedestal-up': 'The camera rises',
  'pedestal-down': 'The camera sinks',
  'zoom-in': 'The lens zooms in',
  'zoom-out': 'The lens zooms out',
  roll: 'The camera rolls about its axis',
  orbit: 'The camera circles the subject',
  handheld: 'Handheld camera, close to the movement',
}

export interface PromptContext {
  place: Place
  mood: Mood
  /** How each character looks, where the text says so. */
  looks: ReadonlyMap<string, string>
}

/** What an image model needs to see: size, framing, action, who stands where, place, light, mood. Never the spoken words, which models would paint. */
export function imagePrompt(shot: Shot, description: string, { place, mood, looks }: PromptContext): string {
  const people = shot.characters.map(name => (looks.get(name) ? `${name} (${looks.get(name)})` : name))
  const position = people.length > 1 ? `From left to right: ${people.join(', ')}` : people.join('')
  const setting = [place.location, place.setting, place.timeOfDay]
    .filter(part => part !== '' && part !== 'unspecified')
    .join(', ')
  const picture = `${shot.shotSize.replaceAll('-', ' ')} ${FRAMINGS[shot.framing]} ${ANGLES[shot.angle]}`
  return sentencesOf([capital(picture), description, position, setting, `${capital(mood)} mood`])
}

/** What moves: the camera, and the people or things in the picture. */
export function videoPrompt(shot: Shot, description: string): string {
  const speakers = new Set(shot.moments.flatMap(moment => (moment.kind === 'speech' ? [moment.character] : [])))
  const visible = shot.characters.filter(name => speakers.has(name))
  const lips = visible.length === 0 ? '' : `The lips of ${visible.join(' and ')} move with the words`
  return sentencesOf([description, MOVES[shot.cameraMove], lips])
}

function sentencesOf(parts: readonly string[]): string {
  return parts
    .filter(part => part !== '')
    .map(part => (/[.!?…]["”’')]*$/.test(part) ? part : `${part}.`))
    .join(' ')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
