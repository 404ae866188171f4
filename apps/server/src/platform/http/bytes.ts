import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BytesReply, StoredBytes } from './handlers.ts'
import { multipartOf } from './multipart-ranges.ts'
import { RequestError } from './problem.ts'
import { parseRanges, type Range } from './ranges.ts'
import { sendFilePart } from './send-file.ts'

const cacheControl = { never: 'no-store', revalidate: 'private, no-cache', immutable: 'private, max-age=31536000, immutable' }

/** Answers with bytes: conditional requests by strong ETag, ranges (RFC 9110), never sniffed by the browser. */
export async function sendBytes(request: FastifyRequest, reply: FastifyReply, bytes: BytesReply): Promise<FastifyReply> {
  const { body, entityTag, mediaType, fileName } = bytes
  reply
    .header('content-type', mediaType)
    .header('cache-control', cacheControl[bytes.caching])
    .header('x-content-type-options', 'nosniff')
  if (fileName) reply.header('content-disposition', contentDisposition(fileName))
  if (entityTag) reply.header('etag', `"${entityTag}"`)
  if (entityTag && request.headers['if-none-match']?.includes(`"${entityTag}"`)) return reply.code(304).send()
  if (typeof body === 'string' || Buffer.isBuffer(body)) return reply.send(body)

  if ('make' in body) {
    reply.header('content-length', body.size)
    return request.method === 'HEAD' ? reply.send('') : reply.send(body.make())
  }

  reply.header('accept-ranges', 'bytes')
  const condition = request.headers['if-range']
  const ranges = condition === undefined || condition === `"${entityTag}"` ? parseRanges(request.headers.range, body.size) : null
  if (ranges === 'outside') {
    reply.header('content-range', `bytes */${body.size}`)
    throw new RequestError('range-not-satisfiable', `The file has ${body.size} bytes.`)
  }
  const [range, ...more] = ranges ?? []
  if (!range) {
    reply.header('content-length', body.size)
    return request.method === 'HEAD' ? reply.send('') : sendStored(reply, body, { start: 0, end: body.size })
  }
  reply.code(206)
  if (more.length > 0) {
    const parts = multipartOf(body, [range, ...more], mediaType)
    reply.header('content-type', parts.mediaType).header('content-length', parts.size)
    return request.method === 'HEAD' ? reply.send('') : reply.send(parts.make())
  }
  reply
    .header('content-length', range.end - range.start)
    .header('content-range', `bytes ${range.start}-${range.end - 1}/${body.size}`)
  return request.method === 'HEAD' ? reply.send('') : sendStored(reply, body, range)
}

async function sendStored(reply: FastifyReply, body: StoredBytes, range: Range): Promise<FastifyReply> {
  const bytes = await body.open(range)
  if (Buffer.isBuffer(bytes) || bytes instanceof Readable) return reply.send(bytes)
  return sendFilePart(reply, bytes.path, range)
}

/** RFC 6266: an ASCII name for old programs, the true one beside it. */
function contentDisposition(fileName: string) {
  const plain = fileName.replaceAll(/[^\x20-\x7e]|["\\%/]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName).replaceAll(/['()*]/g, escapeByte)}`
}

const escapeByte = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
