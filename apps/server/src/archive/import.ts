import { ProjectFile } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { keepWithinRoom } from '../library/uploads/room.ts'
import type { UploadedFile } from '../platform/http/upload.ts'
import { checkDropFrame } from '../projects/change.ts'
import { blobsOf, recordedSizes } from './blobs.ts'
import { keepMedia } from './keep-media.ts'
import { meetsItself, withNewIds } from './new-ids.ts'
import { openArchive } from './open-zip.ts'
import { projectFile } from './read-project.ts'
import { requireWhole, unreadable } from './references.ts'
import { writeProject } from './write-project.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools'>
type ImportParts = Parts & Pick<Context, 'config'>

/**
 * Makes a project of an archive that an install like this one wrote. Ids stay as they are where they are free; beside the
 * original the copy gets its own. All or nothing. Returns the id of the project.
 * @throws {RequestError} `unreadable-project` with the reason, before any row is written
 */
export async function importProject(
  parts: ImportParts,
  accountId: string,
  upload: UploadedFile,
  signal: AbortSignal,
): Promise<string> {
  const { hash } = await keepWithinRoom(parts, accountId, upload, signal)
  await using local = await parts.media.materialise(hash, signal)
  await using archive = await openArchive(local.path, upload.maxBytes)
  const file = readProjectFile(archive.document)
  const sizes = await keepMedia(parts, file, archive, signal)
  return parts.database.transaction().execute(async tx => {
    // The same archive may come twice at once: the second then meets the first.
    await sql`select pg_advisory_xact_lock(hashtextextended(${file.project.id.toLowerCase()}, 0))`.execute(tx)
    const free = (await meetsItself(tx, file)) ? withNewIds(file) : file
    return writeProject(tx, accountId, free, sizes)
  })
}

/** A copy of a project in the same install: the same media, ids of its own. Returns the id of the copy. */
export async function duplicateProject(
  { database }: Parts,
  accountId: string,
  projectId: string,
  name?: string,
): Promise<string> {
  const original = await projectFile(database, projectId)
  const file = withNewIds({ ...original, project: { ...original.project, name: name ?? copyOf(original.project.name) } })
  return database.transaction().execute(async tx => {
    const sizes = await recordedSizes(tx, blobsOf(file))
    return writeProject(tx, accountId, file, sizes)
  })
}

const copyOf = (name: string) => `${name.slice(0, 190)} (copy)`

/** `project.json` as it must be, or the reason why it is not. */
export function readProjectFile(document: unknown): ProjectFile {
  const parsed = safely(document)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const more = parsed.error.issues.length - 1
    throw unreadable(
      `project.json: ${issue?.path.join('.') || 'the document'}: ${issue?.message}${more > 0 ? `, and ${more} more` : ''}`,
    )
  }
  requireWhole(parsed.data)
  const { rate, dropFrame } = parsed.data.project
  checkDropFrame(rate, dropFrame)
  return parsed.data
}

function safely(document: unknown) {
  try {
    return ProjectFile.safeParse(document)
  } catch (error) {
    // Nested deeper than anything that was written here.
    if (error instanceof RangeError) throw unreadable('project.json is nested too deeply.', error)
    throw error
  }
}
