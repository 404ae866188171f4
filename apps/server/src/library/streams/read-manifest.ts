import { text } from 'node:stream/consumers'
import type { Context } from '../../context.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { quickFolder } from './quick.ts'

/**
 * The text of a manifest as it was made: of the ladder, or of the quick stream until there is one. Its names are relative to
 * `folder` below the stream's address.
 */
export async function readManifest(
  { database, media }: Pick<Context, 'database' | 'media'>,
  videoId: string,
  name: 'manifest.mpd' | 'master.m3u8',
): Promise<{ text: string; folder: string }> {
  const files = await database
    .selectFrom('video as v')
    .leftJoin('videoFile as f', join => join.onRef('f.videoId', '=', 'v.id').on('f.name', 'in', [name, `${quickFolder}/${name}`]))
    .select(['f.blobHash', 'f.name', 'v.id'])
    .where('v.id', '=', videoId)
    .execute()
  if (files.length === 0) throw notFound()
  const file = files.find(one => one.name === name) ?? files[0]
  if (!file?.blobHash) throw new RequestError('not-possible-now', 'The video is still being prepared.', { retryAfterSeconds: 1 })
  return { text: await text(await media.read(file.blobHash)), folder: file.name === name ? '' : `/${quickFolder}` }
}
