import type { FastifyInstance } from 'fastify'
import { sendBytes } from '../http/bytes.ts'
import { notFound } from '../http/problem.ts'
import type { Grants } from './grants.ts'
import type { Media } from './media.ts'

/** Types that a browser may show in the page's own origin; everything else is only ever downloaded. */
const shown = /^(image\/(png|jpeg|webp)|video\/(mp4|webm)|audio\/(mpeg|mp4|wav|flac|ogg)|text\/vtt)$/

type Params = { grant: string; hash: string; type: string; name?: string }

/** Serves blobs under signed addresses. */
export function serveFiles(app: FastifyInstance, media: Media, grants: Grants): void {
  for (const url of ['/files/:grant/:hash/:type', '/files/:grant/:hash/:type/:name'])
    app.get<{ Params: Params }>(url, async (request, reply) => {
      const { grant, hash, type, name } = request.params
      if (!grants.grants(grant, `file\n${hash}\n${type}`)) throw notFound()
      const size = await media.sizeOf(hash)
      if (size === null) throw notFound()
      const mediaType = Buffer.from(type, 'base64url').toString('utf8')
      const isShown = shown.test(mediaType)
      reply.header('content-security-policy', "sandbox; default-src 'none'")
      return sendBytes(request, reply, {
        mediaType: isShown ? mediaType : 'application/octet-stream',
        ...(name || !isShown ? { fileName: name ?? hash.slice(0, 12) } : {}),
        body: { size, open: range => media.readToSend(hash, range) },
        entityTag: hash,
        caching: 'immutable',
      })
    })
}
