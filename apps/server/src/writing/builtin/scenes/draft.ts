import type { CutStyle, Setting, TimeOfDay } from '@storycanvas/api'

/** What screenplay and prose have in common before any shot is chosen: chapters of scenes of beats. */
export interface Draft {
  title: string
  author: string | null
  chapters: DraftChapter[]
  cast: CastMember[]
  /** Words in small letters that mean one of the cast, such as `fox` in a fable. */
  nouns: ReadonlySet<string>
}

export interface DraftChapter {
  title: string
  synopsis: string
  scenes: DraftScene[]
}

export interface DraftScene {
  number: string | null
  heading: string
  place: Place
  synopsis: string
  text: string
  transition: CutStyle
  line: number
  beats: Beat[]
}

export interface Place {
  setting: Setting
  location: string
  timeOfDay: TimeOfDay
}

export type Beat = ActionBeat | SpeechBeat

export interface ActionBeat {
  kind: 'action'
  text: string
  line: number
}

export interface SpeechBeat {
  kind: 'speech'
  character: string
  text: string
  parenthetical: string | null
  /** Heard and not seen: a narrator, a voice from the next room. */
  isOffScreen: boolean
  /** Spoken together with the speech before it. */
  isDual: boolean
  line: number
}

export interface CastMember {
  name: string
  description: string
}
