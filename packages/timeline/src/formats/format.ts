import type { Timeline } from '../model.ts'
import type { Loss } from './loss.ts'
import type { LossList } from './losses.ts'
import type { Reader } from './read.ts'

/** A file to be stored or sent under `name`; `type` is its media type. */
export type WrittenFile = { readonly name: string; readonly type: string } & (
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
)

export type Written = { readonly files: readonly WrittenFile[]; readonly losses: readonly Loss[] }

/** A choice that a format offers: its values with a label each. The first value is the default. */
export type FormatOption = { readonly label: string; readonly values: { readonly [value: string]: string } }

/** Chosen values by option name; what is not named has its default. */
export type Chosen<Options extends { readonly [name: string]: FormatOption }> = {
  readonly [Name in keyof Options]?: keyof Options[Name]['values'] & string
}

/** What every writer understands beside its own options. */
export type WriteSettings = {
  /** Name of the files without extension; the timeline's name otherwise. */
  readonly fileName?: string
  /** `file:` URL of the folder that relative media addresses start from. */
  readonly mediaBase?: string
}

export type Writer<Options extends { readonly [name: string]: FormatOption } = { readonly [name: string]: FormatOption }> = (
  timeline: Timeline,
  options?: Chosen<Options> & WriteSettings,
) => Written

/** One interchange format, as data that a server, a command line and a page can offer. */
export type Format<Options extends { readonly [name: string]: FormatOption } = { readonly [name: string]: FormatOption }> = {
  readonly id: string
  readonly label: string
  /** With the dot; the first is the one written. */
  readonly extensions: readonly [string, ...string[]]
  readonly mediaType: string
  readonly options: Options
  readonly write: Writer<Options>
  /** Lists what `write` with the default options would lose, without writing. For timelines without errors. */
  readonly listLosses: (timeline: Timeline, list: LossList) => void
  readonly read?: Reader
  /** Writes timelines with errors as they stand; the other formats refuse them. */
  readonly takesErrors?: true
}
