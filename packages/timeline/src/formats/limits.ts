import { UnreadableTimeline } from './unreadable.ts'

export type ReadableFormat = 'fcpxml' | 'xmeml' | 'mlt' | 'edl' | 'otio' | 'json'

type Limit = {
  readonly label: string
  /** Bytes of the file, or characters of its text. */
  readonly size: number
  /** What is counted, by the character that goes before or after each. */
  readonly mark: '<' | ',' | '\n'
  readonly counted: string
  readonly most: number
  /** Characters from one mark to the next: a name or a note is shorter. */
  readonly longest: number
}

const megabyte = 2 ** 20

/** Room for a cut of 20,000 clips, which take 12 MB of FCPXML, 20 of xmeml, 32 of MLT, and 26 to 48 of OpenTimelineIO. */
const limits: { readonly [format in ReadableFormat]: Limit } = {
  fcpxml: { label: 'FCPXML', size: 20 * megabyte, mark: '<', counted: 'tags', most: 200_000, longest: 4 * megabyte },
  xmeml: { label: 'Final Cut Pro 7 XML', size: 28 * megabyte, mark: '<', counted: 'tags', most: 900_000, longest: 4 * megabyte },
  mlt: { label: 'MLT', size: 36 * megabyte, mark: '<', counted: 'tags', most: 700_000, longest: 4 * megabyte },
  edl: { label: 'EDL', size: 12 * megabyte, mark: '\n', counted: 'lines', most: 200_000, longest: megabyte },
  otio: { label: 'OpenTimelineIO', size: 52 * megabyte, mark: ',', counted: 'values', most: 1_300_000, longest: 2 * megabyte },
  json: {
    label: 'StoryCanvas timeline',
    size: 20 * megabyte,
    mark: ',',
    counted: 'values',
    most: 700_000,
    longest: 2 * megabyte,
  },
}

/** No format has longer files. */
export const longestFile = Math.max(...Object.values(limits).map(({ size }) => size))

/**
 * Looks at a file, or at its text, before anything is built from it. What passes may still be refused for what it says.
 * @throws UnreadableTimeline where it is longer than a cut of that format can be, or holds more.
 */
export const requireReadable = (format: ReadableFormat, source: string | Uint8Array): void => {
  const { label, size, mark, counted, most, longest } = limits[format]
  const refuse = (reason: string): never => {
    throw new UnreadableTimeline(label, 1, 'document', reason)
  }
  if (source.length > size) refuse(`${source.length} bytes are more than the limit of ${size}`)
  const next = typeof source === 'string' ? (from: number) => source.indexOf(mark, from) : byteAfter(source, mark)
  const requireShort = (length: number): unknown =>
    length > longest && refuse(`more than ${longest} characters in one of its ${counted}`)
  let [count, before] = [0, 0]
  for (let at = next(0); at >= 0; at = next(at + 1)) {
    if (++count > most) refuse(`more than ${most} ${counted}`)
    requireShort(at - before)
    before = at
  }
  requireShort(source.length - before)
}

const byteAfter = (bytes: Uint8Array, mark: string): ((from: number) => number) => {
  const code = mark.charCodeAt(0)
  return from => bytes.indexOf(code, from)
}
