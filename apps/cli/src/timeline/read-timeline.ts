import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import {
  type ArchivedFile,
  cutInArchive,
  decodeTimeline,
  faultIn,
  type Format,
  formats,
  longestFile,
  otherLists,
  rateOf,
  type Rate,
  readEdlLists,
  type ReadableFormat,
  type ReadNote,
  type ReadResult,
  requireReadable,
  UnreadableTimeline,
} from '@storycanvas/timeline'
import { UsageError } from '../usage-error.ts'

/** The content decides where an extension is shared: `.xml` may be any of three. */
const xmlRoots: readonly [RegExp, ReadableFormat][] = [
  [/<fcpxml[\s>]/, 'fcpxml'],
  [/<xmeml[\s>]/, 'xmeml'],
  [/<mlt[\s>]/, 'mlt'],
]

const byExtension: Record<string, ReadableFormat> = {
  '.fcpxml': 'fcpxml',
  '.edl': 'edl',
  '.otio': 'otio',
  '.mlt': 'mlt',
  '.json': 'json',
}

/** Folders and archives that hold a cut beside other things. */
const bundles: Record<string, string> = { '.fcpxmld': 'Info.fcpxml', '.otiod': 'content.otio' }
const archives = ['.zip', '.otioz']

/** Reads a timeline of any format that can be read. Throws {@link UsageError} with line and element where it is refused. */
export async function readTimeline(path: string, rate: Rate | undefined): Promise<ReadResult & { format: ReadableFormat }> {
  const settings = rate ? { rate } : {}
  try {
    const { format, text, more } = await cutText(path)
    if (format === 'edl') {
      const beside = more.length > 0 ? { lists: more, missing: [] } : await listsBeside(path, text)
      const { timeline, notes } = readEdlLists([text, ...beside.lists.map(list => textOf(list, format))], settings)
      return { format, timeline, notes: [...notes, ...beside.missing.map(missingList)] }
    }
    const { read, label }: Format = formats[format]
    if (!read) throw new UsageError(`${label} cannot be read.`)
    const result = read(text, settings)
    const fault = format === 'json' ? faultIn(text, result.timeline) : null
    if (fault) throw fault
    return { format, ...result }
  } catch (error) {
    if (error instanceof UnreadableTimeline) throw new UsageError(`${path} is refused: ${error.message}`, { cause: error })
    throw error
  }
}

/** The text of a cut, and the lists that came with it. Its bytes can be let go before anything is read. */
async function cutText(path: string): Promise<{ format: ReadableFormat; text: string; more: readonly ArchivedFile[] }> {
  const [first, ...more] = await cutFiles(path)
  if (!first) throw new UsageError(`${path} holds no timeline.`)
  requireReadableKind(first.name)
  const format = formatOf(first)
  return { format, text: textOf(first, format), more }
}

/** The files of one cut: a file, what its bundle or archive keeps it in, or the lists in an archive. */
async function cutFiles(path: string): Promise<ArchivedFile[]> {
  const facts = await stat(path).catch((cause: Error) => {
    throw new UsageError(`${path} cannot be read: ${cause.message}`)
  })
  if (facts.isDirectory()) return cutFiles(join(path, bundles[extension(path)] ?? refuseFolder(path)))
  if (!facts.isFile()) throw new UsageError(`${path} is no file.`)
  // A file that no reader accepts need not be loaded to be refused.
  if (facts.size > longestFile)
    throw new UnreadableTimeline('File', 1, 'document', `${facts.size} bytes are more than the limit of ${longestFile}`)
  const bytes = await readFile(path)
  return archives.includes(extension(path)) ? cutInArchive(bytes) : [{ name: path, bytes }]
}

/** A cut of several video tracks goes out as a list for each; the first names the others. */
async function listsBeside(path: string, text: string): Promise<{ lists: ArchivedFile[]; missing: string[] }> {
  const lists: ArchivedFile[] = []
  const missing: string[] = []
  for (const name of otherLists(text)) {
    const beside = join(dirname(path), name)
    const isList = basename(name) === name && extension(name) === '.edl'
    const facts = isList ? await stat(beside).catch(() => null) : null
    if (facts?.isFile() && facts.size <= longestFile) lists.push({ name, bytes: await readFile(beside) })
    else missing.push(name)
  }
  return { lists, missing }
}

const missingList = (name: string): ReadNote => ({
  line: null,
  element: 'list',
  sentence: `${name}, a further list of this timeline, is not beside it and is left out.`,
})

function refuseFolder(path: string): never {
  throw new UsageError(`${path} is a folder; of these, ${Object.keys(bundles).join(' and ')} are read.`)
}

const extension = (path: string) => extname(path).toLowerCase()

/** Counted before it is decoded: what is refused for its size costs no more than its bytes. */
function textOf({ bytes }: ArchivedFile, format: ReadableFormat): string {
  requireReadable(format, bytes)
  return decodeTimeline(bytes, format === 'edl' ? 'list' : 'document')
}

/** Before anything is made of its bytes: an AAF is no text. */
function requireReadableKind(name: string): void {
  if (byExtension[extension(name)] || extension(name) === '.xml') return
  const known = [...Object.keys(byExtension), '.xml', ...archives, ...Object.keys(bundles)]
  const instead = extension(name) === '.aaf' ? ' Have the editor write an EDL or XML of the sequence.' : ''
  throw new UsageError(`${name}: a file of this kind is not read; there is ${known.join(', ')}.${instead}`)
}

function formatOf({ name, bytes }: ArchivedFile): ReadableFormat {
  const named = byExtension[extension(name)]
  if (named) return named
  // UTF-16 holds a NUL in each character of these names.
  const head = Buffer.from(bytes.subarray(0, 65_536)).toString('latin1').replaceAll('\0', '')
  const root = xmlRoots.find(([pattern]) => pattern.test(head))
  if (!root) throw new UnreadableTimeline('XML', 1, 'document', 'has no fcpxml, xmeml or mlt element')
  return root[1]
}

/** `25`, `29.97` or `30000/1001`. */
export function parseRate(text: string, option = '--rate'): Rate {
  const [num, den = '1'] = text.split('/')
  const exact = /^\d+\/\d+$/.test(text) ? { num: Number(num), den: Number(den) } : null
  const rate = exact ?? (/^\d+(\.\d+)?$/.test(text) ? rateOf(Number(text)) : null)
  if (!rate || rate.num === 0 || rate.den === 0)
    throw new UsageError(`${option} ${text} is no frame rate; write 25, 29.97 or 30000/1001.`)
  return rate
}
