import type { ProjectFile } from '@storycanvas/api'
import { inspectPicture } from '@storycanvas/media'
import type { Context } from '../context.ts'
import { storedIn } from '../generation/guides/stored.ts'
import { probeUpload } from '../library/uploads/receive.ts'
import type { StoredBlob } from '../platform/media/media.ts'
import { thumbnailType } from '../takes/read.ts'
import { blobsOf } from './blobs.ts'
import type { OpenArchive } from './open-zip.ts'
import { unreadable } from './references.ts'

type Parts = Pick<Context, 'media' | 'tools'>

/**
 * Takes the media of an archive into the store: each must hash to its name and be what the project says it is, by its bytes.
 * Returns their sizes. What is stored when a later one is refused is an orphan there, and collected.
 */
export async function keepMedia(
  parts: Parts,
  file: ProjectFile,
  archive: Pick<OpenArchive, 'media'>,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const wanted = blobsOf(file)
  const missing = wanted.find(hash => !archive.media.has(hash))
  if (missing) throw unreadable(`media/${missing} is named in project.json but is not in the archive.`)
  if (archive.media.size > wanted.length) throw unreadable('The archive has media that project.json does not name.')
  const claims = claimsOf(file)
  const sizes = new Map<string, number>()
  for (const hash of wanted) {
    const stored = await keepOne(parts, archive, hash, signal)
    await requireContent(parts, stored, claims.get(hash) ?? new Set(), signal)
    sizes.set(hash, stored.size)
  }
  const odd = file.media.find(({ blobHash, bytes }) => sizes.get(blobHash) !== bytes)
  if (odd) throw unreadable(`“${odd.name}” is not as long as project.json says.`)
  return sizes
}

async function keepOne(
  { media }: Parts,
  archive: Pick<OpenArchive, 'media'>,
  hash: string,
  signal: AbortSignal,
): Promise<StoredBlob> {
  const entry = archive.media.get(hash)
  if (!entry) throw unreadable(`media/${hash} is not in the archive.`)
  const bytes = await entry.open()
  const stored = await media.keep(bytes, entry.size, signal).catch((error: unknown) => {
    if (bytes.errored) throw unreadable(`media/${hash} cannot be unpacked: ${bytes.errored.message}`, error)
    throw error
  })
  if (stored.hash !== hash) throw unreadable(`media/${hash} has other bytes than its name says.`)
  return stored
}

/** What the project says that each blob is. */
function claimsOf({ takes, media, generations }: ProjectFile): Map<string, Set<string>> {
  const claims = new Map<string, Set<string>>()
  const claim = (hash: string, mediaType: string) => claims.set(hash, (claims.get(hash) ?? new Set()).add(mediaType))
  for (const { blobHash, thumbnailHash, mediaType } of takes) {
    claim(blobHash, mediaType)
    claim(thumbnailHash, thumbnailType)
  }
  for (const { blobHash, mediaType } of media) claim(blobHash, mediaType)
  for (const { parameters } of generations) for (const { hash, mediaType } of storedIn(parameters)) claim(hash, mediaType)
  return claims
}

async function requireContent(parts: Parts, stored: StoredBlob, claims: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  const lies = (why: string) => unreadable(`media/${stored.hash} is not what project.json says: ${why}`)
  for (const mediaType of claims) {
    if (mediaType.startsWith('image/')) {
      await using file = await parts.media.materialise(stored.hash, signal)
      const found = await inspectPicture(file.path)
      if (found.kind === 'refused') throw lies(found.refusal.message)
      if (`image/${found.facts.format}` !== mediaType) throw lies(`it is a picture in ${found.facts.format}.`)
    } else {
      const facts = await probeUpload(parts, stored, signal)
      if (mediaType.startsWith('video/') ? !facts.video : facts.audio.length === 0) throw lies(`it is no ${mediaType}.`)
    }
  }
}
