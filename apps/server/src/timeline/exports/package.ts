import { Readable } from 'node:stream'
import type { Timeline, WrittenFile } from '@storycanvas/timeline'
import { makeZip, predictLength } from 'client-zip'
import type { BytesReply } from '../../platform/http/handlers.ts'
import type { Media } from '../../platform/media/media.ts'
import { bytesOf } from './bundle.ts'

/** Zip entries carry a date; a fixed one gives the same bytes for the same cut. */
const lastModified = new Date(1980, 0, 1, 12)

type StoredEntry = { name: string; size: number; hash: string }

/**
 * The files of a cut with the media that they name, as one archive that is made while it is sent. What has no file is named
 * in a list beside them.
 */
export async function packaged(
  media: Pick<Media, 'read' | 'sizeOf'>,
  name: string,
  timeline: Timeline,
  files: readonly WrittenFile[],
): Promise<BytesReply> {
  const { stored, missing } = await entriesOf(media, timeline)
  const texts = [...files.map(file => ({ name: file.name, input: bytesOf(file) })), ...offlineList(missing)]
  const size = Number(predictLength([...texts.map(({ name, input }) => ({ name, size: input.length })), ...stored]))
  const make = () => {
    let open: Readable | null = null
    async function* entries() {
      for (const text of texts) yield { ...text, lastModified }
      for (const { name, size, hash } of stored) {
        open = await media.read(hash)
        yield { name, size, lastModified, input: open }
      }
    }
    const archive = Readable.from(makeZip(entries()), { objectMode: false })
    // The archive lets go of the file that it is reading only at its end.
    return archive.once('close', () => open?.destroy())
  }
  return { mediaType: 'application/zip', fileName: name, body: { size, make }, caching: 'never' }
}

/** The stored files that clips show, under the names by which the documents call them, and the clips that have none. */
async function entriesOf({ sizeOf }: Pick<Media, 'sizeOf'>, { media, tracks }: Timeline) {
  const shown = new Map(tracks.flatMap(({ clips }) => clips.map(clip => [clip.mediaId, clip.name] as const)))
  const stored: StoredEntry[] = []
  const missing: string[] = []
  for (const [mediaId, clipName] of shown) {
    const { url, hash } = media[mediaId] ?? {}
    const size = hash === undefined ? null : await sizeOf(hash)
    if (url === undefined || hash === undefined || size === null) missing.push(clipName)
    else stored.push({ name: url, size, hash })
  }
  return { stored, missing }
}

function offlineList(missing: readonly string[]) {
  if (missing.length === 0) return []
  const lines = [
    'These clips have no picture or sound yet. Editors show them as offline:',
    '',
    ...missing.map(name => `  ${name}`),
  ]
  return [{ name: 'OFFLINE.txt', input: Buffer.from(`${lines.join('\r\n')}\r\n`) }]
}
