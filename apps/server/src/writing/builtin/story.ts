import type { CameraAngle, CameraMove, CutStyle, Framing, Setting, ShotSize, TimeOfDay } from '@storycanvas/api'

/** A story broken down to panels. Durations are whole milliseconds; lines are 1-based lines of the source text. */
export interface Story {
  title: string
  author: string | null
  format: 'fountain' | 'final-draft' | 'prose'
  chapters: Chapter[]
  characters: StoryCharacter[]
  locations: StoryLocation[]
  durationMs: number
}

export interface Chapter {
  title: string
  synopsis: string
  scenes: Scene[]
}

export interface Scene {
  /** The writer's own scene number (`12A`), or null where there is none. */
  number: string | null
  heading: string
  setting: Setting
  /** Name of one of the story's locations, or empty where the text names no place. */
  location: string
  timeOfDay: TimeOfDay
  synopsis: string
  /** The scene as it was written: Fountain for a screenplay, paragraphs for prose. */
  text: string
  /** Names of those who are seen or heard, in order of appearance. */
  characters: string[]
  mood: Mood
  /** How this scene hands over to the next. */
  transition: CutStyle
  line: number
  durationMs: number
  panels: Panel[]
}

export type Mood = 'tense' | 'frightening' | 'sorrowful' | 'angry' | 'joyful' | 'tender' | 'mysterious' | 'calm'

export interface Panel {
  description: string
  dialogue: DialogueLine[]
  shotSize: ShotSize
  framing: Framing
  angle: CameraAngle
  cameraMove: CameraMove
  /** Who is in the picture, from the left of the frame to the right. */
  characters: string[]
  /** The one whom the shot is about: the face in an over-the-shoulder shot, the speaker in a single. */
  subject: string | null
  imagePrompt: string
  videoPrompt: string
  durationMs: number
  line: number
}

export interface DialogueLine {
  /** Always one of the story's characters. */
  character: string
  text: string
  parenthetical: string | null
}

export interface StoryCharacter {
  name: string
  description: string
  /** `#rrggbb`, the same for the same name, distinct within a cast of up to 48. */
  colour: string
  /** Where the character first appears: 0-based positions in `chapters` and `scenes`. */
  firstSeen: { chapter: number; scene: number }
  /** How many speeches the character has. */
  lines: number
}

export interface StoryLocation {
  name: string
  setting: Setting
  description: string
}
