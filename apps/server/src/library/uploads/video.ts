import type { Context } from '../../context.ts'
import type { UploadedFile } from '../../platform/http/upload.ts'
import { addUploaded, type Wish } from './add-uploaded.ts'
import { sandboxed } from './receive.ts'
import { keepWithinRoom, oneAtATime, requireRoom } from './room.ts'

/** A video from a person's disk in one request: stored, judged, then prepared in the background. Returns its id. */
export async function uploadVideo(
  context: Pick<Context, 'database' | 'media' | 'tools' | 'jobs' | 'config'>,
  ownerId: string,
  upload: UploadedFile,
  wish: Omit<Wish, 'title'> & { title?: string | undefined },
  signal: AbortSignal,
): Promise<string> {
  sandboxed(context.tools)
  const source = await keepWithinRoom(context, ownerId, upload, signal)
  const titled = { ...wish, title: wish.title ?? titleFrom(upload.fileName) }
  return addUploaded(context, ownerId, source, titled, signal, async tx => {
    // How long it is is only known now, and others may have come meanwhile; by itself it counts already.
    await oneAtATime(tx, ownerId)
    await requireRoom({ ...context, database: tx }, ownerId, 0)
  })
}

/** A file's name is only ever text to show. */
export function titleFrom(fileName: string): string {
  const words = (fileName.split(/[\\/]/).at(-1) ?? '')
    .replace(/\.[^.]{1,5}$/, '')
    .replaceAll(/[\u0000-\u001f\u007f]/g, ' ')
    .toWellFormed()
    .trim()
  return words.slice(0, 200).toWellFormed() || 'Untitled'
}
