import type { Route, Routes } from '@storycanvas/api'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actingAs } from '../database/acting.ts'
import type { Database } from '../database/database.ts'
import type { Actor } from '../policy/actor.ts'
import type { Vault } from '../secrets/vault.ts'
import { authorise } from './authorise.ts'
import { sendBytes } from './bytes.ts'
import { type BytesReply, GrowingReply, type Handlers } from './handlers.ts'
import { type Answer, onceOnly } from './idempotency.ts'
import { parse } from './parse.ts'
import { RequestError } from './problem.ts'
import { passOver, readMultipart } from './multipart.ts'
import { refuseOtherMethods } from './other-methods.ts'
import { endSlowBodies } from './slow-body.ts'
import { replyWriter } from './writer.ts'

export type Door = {
  database: Database
  vault: Vault
  /** Who calls; throws `unauthenticated` for credentials that are wrong, answers nobody where there are none. */
  authenticate(authorization: string | undefined): Promise<Actor>
  /** The limit in bytes for an upload of this kind. */
  uploadLimit(what: NonNullable<Route['upload']>['what']): number
  onAnswer(operation: string, status: number, seconds: number): void
}

type Handler = (call: Record<string, unknown>) => Promise<unknown>

/** Serves every entry of the table. A route without a handler, or that does not say who may call, fails the start. */
export function serve<R extends Routes>(app: FastifyInstance, door: Door, table: R, handlers: Handlers<R>): void {
  for (const [operation, route] of Object.entries(table)) {
    const handle = handlers[operation] as Handler | undefined
    if (!handle) throw new Error(`${operation} has no handler.`)
    if (!(route.access as Route['access'] | undefined)) throw new Error(`${operation} does not say who may call it.`)
    app.route({
      method: route.method,
      url: route.path,
      ...(route.maxBodyBytes === undefined ? {} : { bodyLimit: route.maxBodyBytes }),
      config: route.limit
        ? { rateLimit: { max: route.limit.max, timeWindow: route.limit.seconds * 1000, groupId: operation } }
        : {},
      ...(route.body && !route.upload ? { onRequest: endSlowBodies() } : {}),
      handler: endpoint(door, operation, route, handle),
    })
  }
  refuseOtherMethods(app, table)
}

function endpoint(door: Door, operation: string, route: Route, handle: Handler) {
  // Made for the first reply: to make all of them takes a third of a second of every start.
  let write = (value: unknown): string => {
    write = route.reply.kind === 'json' ? replyWriter(route.reply.schema) : () => ''
    return write(value)
  }
  const status = route.status ?? 200

  return async (request: FastifyRequest, reply: FastifyReply) => {
    const started = performance.now()
    reply.raw.once('close', () => door.onAnswer(operation, reply.statusCode, (performance.now() - started) / 1000))
    const actor = await door.authenticate(request.headers.authorization)
    // Nobody's gigabytes are read before it is known who sends them.
    if (route.upload && route.access.kind !== 'object') await authorise(door.database, actor, route, {})
    const multipart = route.upload ? await readMultipart(request, door.uploadLimit(route.upload.what)) : null
    if (multipart) reply.raw.once('finish', () => passOver(request, multipart))
    if (!multipart && request.body !== undefined && !isJson(request))
      throw new RequestError('unsupported-media', 'Send application/json.')
    const fields = {
      params: parse(route.params, request.params, 'params'),
      query: parse(route.query, request.query, 'query'),
      body: parse(route.body, multipart ? multipart.fields : request.body, 'body'),
    }
    const project = await authorise(door.database, actor, route, fields)
    const call = { ...fields, actor, project, upload: multipart?.file, facts: factsOf(request, reply) }

    if (route.reply.kind === 'bytes') return sendBytes(request, reply, (await handle(call)) as BytesReply)
    const said = () => handle(call)
    const act = () => (actor.kind === 'account' ? actingAs({ accountId: actor.id, operation }, said) : said())
    const key = route.method === 'POST' ? request.headers['idempotency-key'] : undefined
    if (typeof key === 'string' && actor.kind === 'account') {
      const work = async (): Promise<Answer> => ({ status, text: write(await act()) })
      // A file is known again by its name and length: it is read once, by whoever is the first.
      const file = multipart && { name: multipart.file.fileName, bytes: request.headers['content-length'] }
      const asked = file ? { ...fields, file } : fields
      return send(reply, await onceOnly(door, { accountId: actor.id, operation, key }, asked, work))
    }
    const answer = await act()
    return send(reply, { status, text: answer instanceof GrowingReply ? Readable.from(answer.text) : write(answer) })
  }
}

function send(reply: FastifyReply, { status, text }: { status: number; text: string | Readable }) {
  reply.code(status).header('cache-control', 'no-store')
  if (status === 204) return reply.send()
  reply.type('application/json; charset=utf-8')
  return typeof text === 'string' ? reply.serializer(asIs).send(text) : reply.send(text)
}

const asIs = (text: string) => text

const isJson = (request: FastifyRequest) => /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')

function factsOf(request: FastifyRequest, reply: FastifyReply) {
  const gone = new AbortController()
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort(new Error('the caller went away')))
  return {
    id: request.id,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    signal: gone.signal,
  }
}
