import type { WrittenFile } from '@storycanvas/timeline'
import { zipSync } from 'fflate'
import type { BytesReply } from '../../platform/http/handlers.ts'

/** Several files as one archive. */
export function bundle(name: string, files: readonly WrittenFile[]): BytesReply {
  const entries = files.map(file => [file.name, bytesOf(file)] as const)
  return {
    mediaType: 'application/zip',
    fileName: name,
    body: Buffer.from(zipSync(Object.fromEntries(entries))),
    caching: 'never',
  }
}

export const bytesOf = (file: WrittenFile): Buffer => ('text' in file ? Buffer.from(file.text) : Buffer.from(file.bytes))
