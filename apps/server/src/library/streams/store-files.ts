import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Context } from '../../context.ts'
import type { StoredBlob } from '../../platform/media/media.ts'
import { streamType } from './types.ts'

export type StreamFile = StoredBlob & { name: string; mediaType: string }

/** No single file of a stream comes near this. */
export const largestFile = 2 * 1024 ** 3
const storedAtOnce = 4

/** Takes every file below a folder into the store; names are relative to the folder. */
export async function storeFiles(media: Context['media'], folder: string, signal: AbortSignal): Promise<StreamFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const stored: StreamFile[] = []
  for (let from = 0; from < paths.length; from += storedAtOnce)
    stored.push(
      ...(await Promise.all(paths.slice(from, from + storedAtOnce).map(path => storeFile(media, folder, path, signal)))),
    )
  return stored
}

async function storeFile(media: Context['media'], folder: string, path: string, signal: AbortSignal): Promise<StreamFile> {
  const name = relative(folder, path).split(sep).join('/')
  return { name, mediaType: streamType(name), ...(await media.keep(createReadStream(path), largestFile, signal)) }
}
