import { fileName } from '@storycanvas/timeline'
import type { StoredFile } from '../assembly/sources.ts'

/** Where an editor looks for a file: in the folder beside the exported file, by a name that says which shot it is. */
export function mediaFolder({ id, mediaType }: StoredFile, name: string): string {
  return `media/${plainName(name)}-${id.slice(-8)}.${extensions[mediaType] ?? 'bin'}`
}

/** Lists are ASCII and addresses are escaped: only what is the same in both keeps documents and files together. */
const plainName = (name: string): string =>
  fileName(
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^A-Za-z0-9 ._-]+/g, '-'),
  )

const extensions: { [mediaType: string]: string } = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
}
