import { text } from 'node:stream/consumers'
import type { Context } from '../../context.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'

/** The text of a manifest as it was made; its names are relative to the stream's address. */
export async function readManifest(
  { database, media }: Pick<Context, 'database' | 'media'>,
  videoId: string,
  name: 'manifest.mpd' | 'master.m3u8',
): Promise<string> {
  const video = await database
    .selectFrom('video as v')
    .leftJoin('videoFile as f', join => join.onRef('f.videoId', '=', 'v.id').on('f.name', '=', name))
    .select(['f.blobHash', 'v.id'])
    .where('v.id', '=', videoId)
    .executeTakeFirst()
  if (!video) throw notFound()
  if (!video.blobHash) throw new RequestError('not-possible-now', 'The video is still being prepared.', { retryAfterSeconds: 5 })
  return text(await media.read(video.blobHash))
}
