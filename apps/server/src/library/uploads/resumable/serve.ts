import { resumableUploads } from '@storycanvas/api'
import { DataStore, MemoryLocker, Server, Upload } from '@tus/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../../context.ts'
import { enforce } from '../../../platform/http/authorise.ts'
import { notFound, RequestError } from '../../../platform/http/problem.ts'
import type { AccountActor, Actor } from '../../../platform/policy/actor.ts'
import { policy } from '../../../platform/policy/policy.ts'
import { beginUpload } from './begin.ts'
import { finishUpload, forgetUpload, type UploadRow } from './finish.ts'
import { createPieces, drain } from './pieces.ts'
import { keptForDays } from './read.ts'
import type { Spool } from './spool.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'jobs' | 'config'>
type Authenticate = (authorization: string | undefined) => Promise<Actor>
type Params = { id?: string }

/** What the library asks of us for one request, in terms of ours. */
type Call = { actor: AccountActor; row: UploadRow | null; signal: AbortSignal }

const exposed =
  'Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Offset, Upload-Length, Upload-Expires, Upload-Metadata, Video-Id, X-Request-Id, Retry-After'

/** Uploads in pieces by tus 1.0, for accounts, each to its own uploads only. */
export function serveUploads(app: FastifyInstance, parts: Parts, spool: Spool, authenticate: Authenticate): void {
  const { database, config } = parts
  const calls = new WeakMap<object, Call>()
  const failures = new WeakMap<object, unknown>()
  const pieces = createPieces()
  const callOf = (request: object) => calls.get(request) as Call
  const tus = new Server({
    path: resumableUploads,
    relativeLocation: true,
    maxSize: config.limits.videoBytes,
    datastore: tusStore(parts, spool, (id, offset) => pieces.bodyOf(id, offset)),
    locker: new MemoryLocker(),
    namingFunction: async (request, metadata = {}) =>
      beginUpload(parts, callOf(request).actor.id, Number(request.headers.get('upload-length') ?? 0), metadata),
    onUploadFinish: async (request, { id }) => {
      const row = await database.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst()
      if (!row) throw notFound()
      return { headers: { 'Video-Id': await finishUpload(parts, spool, row, callOf(request).signal) } }
    },
    onResponseError: (request, error) => {
      failures.set(request, error)
      return undefined
    },
  })

  const answer = async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => {
    const { method, raw, params, headers } = request
    const actor = await authenticate(headers.authorization)
    enforce(policy(actor, { kind: 'account' }, method !== 'HEAD'))
    if (actor.kind !== 'account') throw notFound()
    const row = params.id === undefined ? null : await rowOf(params.id, actor.id)
    reply.header('access-control-expose-headers', exposed).header('cache-control', 'no-store')
    const gone = new AbortController()
    reply.raw.once('close', () => reply.raw.writableFinished || gone.abort(new Error('the caller went away')))
    const call = { actor, row, signal: gone.signal }
    // A line that died may still look alive: whoever comes next takes over from it.
    if (row) await pieces.end(row.id)
    if (method === 'HEAD' && row) await finishLate(call, reply)
    const asked = new Request(new URL(request.url, 'http://tus'), {
      method,
      headers: new Headers(
        Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
    })
    calls.set(asked, call)
    const answering = tus.handleWeb(asked)
    if (row && method === 'PATCH') pieces.begin(row, raw, answering)
    const answered = await answering
    const failure = failures.get(asked)
    if (failure !== undefined) {
      await drain(raw)
      throw asRequestError(failure)
    }
    for (const [name, value] of answered.headers)
      if (!/^(access-control-|cache-control|connection|content-type)/.test(name)) reply.header(name, value)
    return reply.code(answered.status).send(method === 'HEAD' ? '' : await answered.text())
  }

  /** The server was killed between the last byte and the video: what remains is done now. */
  const finishLate = async ({ row, signal }: Call, reply: FastifyReply) => {
    if (!row) return
    const isWhole = row.videoId !== null || (await spool.received(row.id)) === row.bytes
    if (isWhole) reply.header('video-id', await finishUpload(parts, spool, row, signal))
  }

  const rowOf = async (id: string, ownerId: string) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw notFound()
    const row = await database
      .updateTable('upload')
      .set({ touchedAt: new Date().toISOString() })
      .where('id', '=', id)
      .where('ownerId', '=', ownerId)
      .returningAll()
      .executeTakeFirst()
    if (!row) throw notFound()
    return row
  }

  void app.register(async scope => {
    // The body is read by whoever writes it to the disk.
    scope.addContentTypeParser('application/offset+octet-stream', (_, payload, done) => done(null, payload))
    const limited = { config: { rateLimit: { max: 300, timeWindow: 60_000, groupId: 'beginUpload' } } }
    scope.post(resumableUploads, limited, answer)
    scope.route<{ Params: Params }>({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${resumableUploads}/:id`, handler: answer })
    scope.options(resumableUploads, { config: { cors: { strictPreflight: false } } }, (_, reply) =>
      reply
        .code(204)
        .headers({
          'tus-resumable': '1.0.0',
          'tus-version': '1.0.0',
          'tus-extension': extensions.join(','),
          'tus-max-size': config.limits.videoBytes,
        })
        .send(),
    )
  })
}

const extensions = ['creation', 'termination', 'expiration']

/** The spool in the library's terms. */
function tusStore(parts: Parts, spool: Spool, bodyOf: (id: string, offset: number) => AsyncIterable<Buffer>): DataStore {
  const { database } = parts
  return Object.assign(new DataStore(), {
    extensions,
    async create(upload: Upload) {
      await spool.create(upload.id)
      return upload
    },
    remove: (id: string) => forgetUpload(parts, spool, id),
    async write(_: unknown, id: string, offset: number) {
      try {
        return await spool.append(id, offset, bodyOf(id, offset))
      } catch (error) {
        if (error instanceof RequestError && error.code === 'unreadable-media') await forgetUpload(parts, spool, id)
        throw asFullDisk(error)
      }
    },
    async getUpload(id: string) {
      const row = await database.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst()
      const received = row?.videoId ? row.bytes : await spool.received(id)
      if (!row || received === null) throw notFound()
      return new Upload({ id, size: row.bytes, offset: received, creation_date: row.createdAt, metadata: {} })
    },
    getExpiration: () => keptForDays * 24 * 3600_000,
  })
}

function asFullDisk(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new RequestError('insufficient-storage', 'The disk is full; what has come is kept.', { cause: error })
}

/** What the library refuses by itself carries a status and a line of text. */
function asRequestError(error: unknown): unknown {
  if (error instanceof RequestError || !(typeof error === 'object' && error !== null && 'status_code' in error)) return error
  const { status_code: status, body } = error as { status_code: number; body?: string }
  const detail = (body ?? 'The upload was refused.').trim()
  if (status === 404 || status === 410) return notFound()
  if (status === 409) return new RequestError('conflict', detail)
  if (status === 413) return new RequestError('too-large', detail)
  if (status === 423) return new RequestError('in-progress', detail, { retryAfterSeconds: 1 })
  return new RequestError('invalid-request', detail)
}
