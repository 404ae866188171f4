import type { MediaFacts } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import type { StoredBlob } from '../../platform/media/media.ts'
import { addVideo } from '../videos/add.ts'
import { probeUpload } from './receive.ts'

export type Wish = { title: string; description: string; visibility: 'public' | 'unlisted' | 'private' }

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'jobs'>

/** Makes a video of a stored file after looking into it. `record` writes beside it in the same transaction. */
export async function addUploaded(
  context: Parts,
  ownerId: string,
  source: StoredBlob,
  wish: Wish,
  signal: AbortSignal,
  record: (tx: Tx, videoId: string) => Promise<void> = async () => {},
): Promise<string> {
  const facts = await probeUpload(context, source, signal)
  requirePicture(facts)
  return context.database.transaction().execute(async tx => {
    const videoId = await addVideo(tx, context, {
      ...{ ownerId, projectId: null, renderId: null, ...wish, source, captions: null },
      mediaType: 'application/octet-stream',
      facts,
      origin: 'outside',
    })
    await record(tx, videoId)
    return videoId
  })
}

function requirePicture({ video }: MediaFacts) {
  if (!video)
    throw new RequestError('unreadable-media', 'The file has sound but no picture; upload music under /api/v1/media/music.')
}
