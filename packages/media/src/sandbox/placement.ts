import { isAbsolute, join } from 'node:path'

/**
 * A file that a media program reads. `own` bytes were made by StoryCanvas itself (renders, storyboards); everything
 * that a person or a server sent is `outside`, and is refused where there is no sandbox.
 */
export type InputFile = { readonly path: string; readonly origin: 'own' | 'outside' }

/** Where the program sees its files: names of ours, whatever the files are called outside. */
export type Placement = {
  /** The path of `file` as the program sees it. */
  input(file: InputFile): string
  /** The path of a file called `name` in the one writable directory. */
  output(name: string): string
  /** Every input asked for so far, with its place. */
  readonly inputs: ReadonlyMap<string, { readonly place: string; readonly file: InputFile }>
  readonly writable: string | null
}

/** Names that we choose ourselves for outputs: nothing in them can be an option, a path or a pattern of another kind. */
const outputName = /^[a-z0-9][a-z0-9.-]*$/

export function placeFiles(sandbox: 'bwrap' | 'none', writable: string | null): Placement {
  const inputs = new Map<string, { place: string; file: InputFile }>()
  return {
    inputs,
    writable,
    input(file) {
      const known = inputs.get(file.path)
      if (known !== undefined) return known.place
      if (!isAbsolute(file.path)) throw new RangeError(`${file.path} is not an absolute path`)
      const place = sandbox === 'bwrap' ? `/in/${inputs.size}` : file.path
      inputs.set(file.path, { place, file })
      return place
    },
    output(name) {
      if (writable === null) throw new RangeError(`no writable directory for ${name}`)
      if (!outputName.test(name)) throw new RangeError(`${name} is not a name for an output`)
      return sandbox === 'bwrap' ? `/out/${name}` : join(writable, name)
    },
  }
}
