import { Readable } from 'node:stream'
import { makeZip, predictLength } from 'client-zip'
import type { Context } from '../context.ts'
import type { BytesReply } from '../platform/http/handlers.ts'
import { RequestError } from '../platform/http/problem.ts'
import { blobsOf, recordedSizes } from './blobs.ts'
import { projectFile } from './read-project.ts'

/** Zip entries carry a date; a fixed one gives the same bytes for the same project. */
const lastModified = new Date(1980, 0, 1, 12)

/** A whole project as one archive that is made while it is sent: `project.json`, and media named by their sha256. */
export async function exportProject(
  { database, media }: Pick<Context, 'database' | 'media'>,
  projectId: string,
): Promise<BytesReply> {
  const file = await projectFile(database, projectId)
  const hashes = blobsOf(file)
  const sizes = await recordedSizes(database, hashes)
  const stored = hashes.map(hash => ({ name: `media/${hash}`, hash, size: sizes.get(hash) ?? -1 }))
  const lost = stored.filter(({ size }) => size < 0)
  if (lost.length > 0) throw new RequestError('not-possible-now', `${lost.length} of the files of this project are missing here.`)
  const document = Buffer.from(JSON.stringify(file))
  const size = Number(predictLength([{ name: 'project.json', size: document.length }, ...stored]))
  const make = () => {
    let open: Readable | null = null
    async function* entries() {
      yield { name: 'project.json', input: document, lastModified }
      for (const { name, size, hash } of stored) {
        open = await media.read(hash)
        yield { name, size, lastModified, input: open }
      }
    }
    const archive = Readable.from(makeZip(entries()), { objectMode: false })
    // The archive lets go of the file that it is reading only at its end.
    return archive.once('close', () => open?.destroy())
  }
  const fileName = `${file.project.name.replaceAll(/[\\/:*?"<>|]/g, '_')}.storycanvas.zip`
  return { mediaType: 'application/zip', fileName, body: { size, make }, caching: 'never' }
}
