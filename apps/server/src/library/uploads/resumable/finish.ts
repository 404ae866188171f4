import type { Selectable } from 'kysely'
import type { Context } from '../../../context.ts'
import { RequestError } from '../../../platform/http/problem.ts'
import type { LibraryTables } from '../../tables.ts'
import { addUploaded } from '../add-uploaded.ts'
import type { Spool } from './spool.ts'

export type UploadRow = Selectable<LibraryTables['upload']>
type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'jobs'>

/** Uploads that this process is making a video of: whoever asks meanwhile waits for the same one. */
const finishing = new Map<string, Promise<string>>()

export function finishUpload(context: Parts, spool: Spool, row: UploadRow, signal: AbortSignal): Promise<string> {
  if (row.videoId) return Promise.resolve(row.videoId)
  const under = finishing.get(row.id) ?? finish(context, spool, row, signal).finally(() => finishing.delete(row.id))
  finishing.set(row.id, under)
  return under
}

/**
 * Makes the video of an upload that has come whole. Until the video is recorded the spool keeps its file, so that a kill in
 * between costs nothing; a file that is refused leaves nothing behind. Returns the video's id.
 */
async function finish(context: Parts, spool: Spool, row: UploadRow, signal: AbortSignal): Promise<string> {
  const { id, ownerId, title, description, visibility, bytes } = row
  const stored = { hash: await spool.digest(id, bytes), size: bytes }
  try {
    await context.media.keepFile(spool.pathOf(id), stored, signal)
    const videoId = await addUploaded(
      context,
      ownerId,
      stored,
      { title, description, visibility },
      signal,
      async (tx, videoId) => {
        const noted = await tx
          .updateTable('upload')
          .set({ videoId, touchedAt: new Date().toISOString() })
          .where('id', '=', id)
          .where('videoId', 'is', null)
          .returning('id')
          .executeTakeFirst()
        if (!noted) throw new RequestError('conflict', 'Another server has made the video of this upload already.')
      },
    )
    await spool.remove(id)
    return videoId
  } catch (error) {
    if (error instanceof RequestError && error.code === 'unreadable-media') await forgetUpload(context, spool, id)
    throw error
  }
}

export async function forgetUpload({ database }: Pick<Context, 'database'>, spool: Spool, id: string): Promise<void> {
  await database.deleteFrom('upload').where('id', '=', id).execute()
  await spool.remove(id)
}
