import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { unreadable } from './references.ts'

/** `project.json` of twenty thousand panels has about 30 MB. */
const limits = { entries: 200_000, document: 128 * 1024 ** 2, marks: 15_000_000, ratio: 1000, small: 1024 ** 2 }
const symbolicLink = 0o120000
const stored = 0
const deflated = 8

export type OpenArchive = AsyncDisposable & {
  document: unknown
  /** Media by their sha256, as the archive names them. */
  media: ReadonlyMap<string, { size: number; open(): Promise<Readable> }>
}

/**
 * Looks at an archive from outside without believing it: only the two kinds of names that a project has, no links, no
 * secrets, no sizes out of all proportion, nothing twice. Sizes are counted again while bytes are read.
 * @throws {RequestError} `unreadable-project` with the reason
 */
export async function openArchive(path: string, maxBytes: number): Promise<OpenArchive> {
  const zip = await openPromise(path, {
    lazyEntries: true,
    autoClose: false,
    strictFileNames: true,
    validateEntrySizes: true,
  }).catch(refuse)
  try {
    const entries = await readEntries(zip, maxBytes)
    const first = entries.get('project.json')
    if (!first) throw unreadable('The archive has no project.json.')
    const document = parse(await read(zip, first))
    const media = [...entries.values()].flatMap((entry): [string, { size: number; open(): Promise<Readable> }][] => {
      const hash = mediaName.exec(entry.fileName)?.[1]
      return hash ? [[hash, { size: entry.uncompressedSize, open: () => zip.openReadStreamPromise(entry).catch(refuse) }]] : []
    })
    return { document, media: new Map(media), [Symbol.asyncDispose]: async () => zip.close() }
  } catch (error) {
    zip.close()
    throw error
  }
}

const mediaName = /^media\/([0-9a-f]{64})$/

async function readEntries(zip: ZipFile, maxBytes: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries)
    throw unreadable(`The archive has ${zip.entryCount} entries; a project has at most ${limits.entries}.`)
  const entries = new Map<string, Entry>()
  let total = 0
  try {
    for await (const entry of zip.eachEntry()) {
      requireHarmless(entry)
      if (entries.has(entry.fileName)) throw unreadable(`“${entry.fileName}” is in the archive twice.`)
      entries.set(entry.fileName, entry)
      total += entry.uncompressedSize
      if (total > maxBytes) throw unreadable(`Unpacked, the archive would take more than ${Math.floor(maxBytes / 1024 ** 2)} MB.`)
    }
  } catch (error) {
    return refuse(error)
  }
  return entries
}

function requireHarmless(entry: Entry): void {
  const { fileName, uncompressedSize, compressedSize, compressionMethod, externalFileAttributes } = entry
  const shown = JSON.stringify(fileName.slice(0, 100))
  if (((externalFileAttributes >>> 16) & 0o170000) === symbolicLink) throw unreadable(`${shown} is a link.`)
  if (fileName !== 'project.json' && !mediaName.test(fileName))
    throw unreadable(`${shown} is no name that a project has in its archive.`)
  if (entry.isEncrypted()) throw unreadable(`${shown} is encrypted.`)
  if (compressionMethod !== stored && compressionMethod !== deflated) throw unreadable(`${shown} is packed in an unknown way.`)
  if (uncompressedSize > limits.small && uncompressedSize > limits.ratio * compressedSize)
    throw unreadable(`${shown} would grow ${Math.round(uncompressedSize / compressedSize)} times when it is unpacked.`)
  if (fileName === 'project.json' && uncompressedSize > limits.document) throw unreadable('project.json is too large.')
}

async function read(zip: ZipFile, entry: Entry): Promise<Buffer> {
  try {
    return await buffer(await zip.openReadStreamPromise(entry))
  } catch (error) {
    return refuse(error)
  }
}

/**
 * Each value stands behind one of these. Small ones take twenty times as much memory as their letters, which packed take next
 * to nothing: an archive of a few kilobytes could end the process.
 */
const marks = new Uint8Array(256)
for (const mark of Buffer.from('{[,:')) marks[mark] = 1

function parse(bytes: Buffer): unknown {
  let values = 0
  for (let at = 0; at < bytes.length && values <= limits.marks; at += 1) values += marks[bytes[at] ?? 0] ?? 0
  if (values > limits.marks) throw unreadable('project.json holds more values than any project has.')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw unreadable('project.json is no JSON in UTF-8.', error)
  }
}

function refuse(error: unknown): never {
  if (error instanceof Error && error.name === 'RequestError') throw error
  throw unreadable(`The archive cannot be read: ${error instanceof Error ? error.message : String(error)}`, error)
}
