import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import { sendBytes } from '../../platform/http/bytes.ts'
import { notFound } from '../../platform/http/problem.ts'
import { streamSubject } from './address.ts'
import { raiseCues } from './captions.ts'
import { streamFile } from './find-file.ts'
import { streamType } from './types.ts'

type Params = { grant: string; videoId: string; '*': string }

/** Manifests are small and asked for again; segments are named by what they hold and never change. */
const isManifest = (name: string) => /\.(mpd|m3u8)$/.test(name)

/** Serves the files of streams below their signed addresses. The name is only ever looked up in the table. */
export function serveStreams(
  app: FastifyInstance,
  { database, media, grants }: Pick<Context, 'database' | 'media' | 'grants'>,
): void {
  app.get<{ Params: Params }>('/streams/:grant/:videoId/*', async (request, reply) => {
    const { grant, videoId, '*': name } = request.params
    if (!grants.grants(grant, streamSubject(videoId))) throw notFound()
    if (name === 'captions.vtt') {
      const video = await database
        .selectFrom('video')
        .select('captions')
        .where('id', '=', videoId)
        .where('deletedAt', 'is', null)
        .executeTakeFirst()
      if (!video?.captions) throw notFound()
      return sendBytes(request, reply, {
        mediaType: 'text/vtt; charset=utf-8',
        body: raiseCues(video.captions),
        caching: 'revalidate',
      })
    }
    const file = await streamFile(database, videoId, name, () => request.raw.destroyed)
    if (!file) throw notFound()
    reply.header('cross-origin-resource-policy', 'cross-origin')
    return sendBytes(request, reply, {
      mediaType: streamType(name),
      body: { size: file.size, open: range => media.read(file.blobHash, range) },
      entityTag: file.blobHash,
      caching: isManifest(name) ? 'revalidate' : 'immutable',
    })
  })
}
