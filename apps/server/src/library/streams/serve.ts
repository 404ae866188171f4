import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { sendBytes } from '../../platform/http/bytes.ts'
import { notFound } from '../../platform/http/problem.ts'
import { streamSubject } from './address.ts'
import { raiseCues } from './captions.ts'
import { createFileFinder } from './find-file.ts'
import { createShelf } from './shelf.ts'
import { streamType } from './types.ts'

type Params = { grant: string; videoId: string; '*': string }

/** Manifests are small and asked for again; segments are named by what they hold and never change. */
const isManifest = (name: string) => /\.(mpd|m3u8)$/.test(name)

/** Serves the files of streams below their signed addresses. The name is only ever looked up in the table. */
export function serveStreams(
  app: FastifyInstance,
  { database, media, grants, config }: Pick<Context, 'database' | 'media' | 'grants' | 'config'>,
): void {
  const shelf = createShelf(hash => media.readWhole(hash))
  const fileOf = createFileFinder(database)
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
    const file = await fileOf(videoId, name, () => request.raw.destroyed)
    if (!file) throw notFound()
    reply.header('cross-origin-resource-policy', 'cross-origin')
    const { blobHash, size } = file
    const place = config.accelRedirect && media.placeOf(blobHash)
    if (place)
      return sendByNginx(reply, `${config.accelRedirect}${place}`, {
        mediaType: streamType(name),
        entityTag: blobHash,
        isManifest: isManifest(name),
      })
    return sendBytes(request, reply, {
      mediaType: streamType(name),
      body: { size, open: async range => (await shelf.part(blobHash, size, range)) ?? media.readToSend(blobHash, range) },
      entityTag: blobHash,
      caching: isManifest(name) ? 'revalidate' : 'immutable',
    })
  })
}

type Sent = { mediaType: string; entityTag: string; isManifest: boolean }

/** nginx answers ranges and conditions itself, from the file. */
function sendByNginx(reply: FastifyReply, place: string, { mediaType, entityTag, isManifest }: Sent) {
  return reply
    .header('x-accel-redirect', place)
    .header('content-type', mediaType)
    .header('etag', `"${entityTag}"`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', isManifest ? 'private, no-cache' : 'private, max-age=31536000, immutable')
    .send('')
}
