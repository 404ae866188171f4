/**
 * A screenplay as typed elements, close to the page: what Fountain and Final Draft both can say.
 * Texts keep their Fountain marks (emphasis, `[[notes]]`); `plainText` takes them off. Line numbers are 1-based.
 */
export interface Screenplay {
  titlePage: TitleEntry[]
  elements: ScreenplayElement[]
}

export interface TitleEntry {
  key: string
  /** One string per line; a value beside its key is one line. */
  values: string[]
}

export type ScreenplayElement =
  | SceneHeading
  | Action
  | DialogueBlock
  | Placed<{ kind: 'section'; level: number; text: string }>
  | Placed<{ kind: 'synopsis'; text: string }>
  | Placed<{ kind: 'transition'; text: string; isForced: boolean }>
  | Placed<{ kind: 'lyrics'; text: string }>
  | Placed<{ kind: 'centred'; text: string }>
  | Placed<{ kind: 'note'; text: string }>
  | Placed<{ kind: 'boneyard'; text: string }>
  | Placed<{ kind: 'page-break' }>

export type SceneHeading = Placed<{ kind: 'scene-heading'; text: string; number: string | null; isForced: boolean }>
export type Action = Placed<{ kind: 'action'; text: string; isForced: boolean }>
export type DialogueBlock = Placed<{
  kind: 'dialogue'
  character: string
  /** `V.O.`, `CONT'D` and the like, without brackets. */
  extensions: string[]
  /** True on the second of two speeches that are spoken at once. */
  isDual: boolean
  isForced: boolean
  parts: DialoguePart[]
}>

export interface DialoguePart {
  kind: 'speech' | 'parenthetical' | 'lyric'
  /** A parenthetical is held without its brackets. */
  text: string
  line: number
}

type Placed<Element> = Element & {
  line: number
  /** Fountain keeps the writer's vertical spacing, so it is part of the document. */
  blankLinesBefore: number
}
