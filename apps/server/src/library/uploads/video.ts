import type { Context } from '../../context.ts'
import { RequestError } from '../../platform/http/problem.ts'
import type { UploadedFile } from '../../platform/http/upload.ts'
import { addVideo } from '../videos/add.ts'
import { keepUpload, probeUpload, sandboxed } from './receive.ts'

type Wish = { title?: string | undefined; description: string; visibility: 'public' | 'unlisted' | 'private' }

/** A video from a person's disk: stored, judged, then prepared in the background. Returns its id. */
export async function uploadVideo(
  context: Pick<Context, 'database' | 'media' | 'tools' | 'jobs'>,
  ownerId: string,
  upload: UploadedFile,
  wish: Wish,
  signal: AbortSignal,
): Promise<string> {
  sandboxed(context.tools)
  const source = await keepUpload(context.media, upload, signal)
  const facts = await probeUpload(context, source, signal)
  if (!facts.video)
    throw new RequestError('unreadable-media', 'The file has sound but no picture; upload music under /api/v1/media/music.')
  const title = wish.title ?? titleFrom(upload.fileName)
  return context.database.transaction().execute(tx =>
    addVideo(tx, context, {
      ownerId,
      projectId: null,
      renderId: null,
      title,
      description: wish.description,
      visibility: wish.visibility,
      source,
      mediaType: 'application/octet-stream',
      captions: null,
      origin: 'outside',
    }),
  )
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
