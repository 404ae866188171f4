import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { problemDocument, RequestError } from './problem.ts'

/** Turns whatever was thrown into a problem document; what nobody expected is logged and shown without its inside. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const expected = expectedError(error)
  if (expected?.cause && (expected.code === 'invalid-request' || expected.code === 'conflict'))
    request.log.warn({ err: error, requestId: request.id, url: withoutGrant(request.url) }, 'the database refused a value')
  if (!expected) request.log.error({ err: error, requestId: request.id, url: withoutGrant(request.url) }, 'a request broke')
  return sendProblem(request, reply, expected ?? new RequestError('internal', 'An unexpected error; it has been logged.'))
}

/** Whoever reads a log must not be able to watch what it tells of. */
const withoutGrant = (url: string) => url.replace(/^\/(streams|files)\/[^/?]+/, '/$1/…').replace(/\?.*$/s, '?…')

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, new RequestError('not-found', 'No operation has this address and method.'))
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, error: RequestError) {
  const problem = problemDocument(error, request.id)
  if (error.retryAfterSeconds !== null) reply.header('retry-after', error.retryAfterSeconds)
  if (error.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(problem)
}

function expectedError(error: unknown): RequestError | null {
  if (error instanceof RequestError) return error
  if (databaseIsAway(error))
    return new RequestError('unavailable', 'The database does not answer at the moment.', { retryAfterSeconds: 5, cause: error })
  if (isUnstorable(error))
    return new RequestError('invalid-request', 'A value of the request is none that can be stored or compared.', { cause: error })
  if (isOvertaken(error))
    return new RequestError('conflict', 'Something else changed the same thing at this moment; nothing was done.', {
      cause: error,
    })
  if (error instanceof Error && brokenMultipart.test(error.message))
    return new RequestError('malformed-body', 'The multipart body is broken or ends early.', { cause: error })
  return fromFastify(error as FastifyError)
}

/** What the parser says, which gives its errors no code. */
const brokenMultipart = /unexpected end of multipart data|^Multipart: Boundary not found|^Malformed part header/i

/** Class 22 of PostgreSQL, data exception: the net below the contract's own checks, such as for a cursor that was made up. */
const isUnstorable = (error: unknown) => error instanceof Error && 'code' in error && /^22\w{3}$/.test(String(error.code))

/** What two at once come to where none waits for the other: a row that is there already or not any more, or a deadlock. */
const isOvertaken = (error: unknown) => error instanceof Error && 'code' in error && overtaken.has(String(error.code))
const overtaken = new Set(['23503', '23505', '40001', '40P01'])

/** Classes 08, 53, 57 of PostgreSQL: connection, resources, operator intervention; and what the socket itself says. */
function databaseIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(08|53|57)\w{3}$/.test(code) ||
    (['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'].includes(code) && /connect|socket|read|write/i.test(error.message)) ||
    /^(Connection (terminated|ended)|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/.test(
      error.message,
    )
  )
}

function fromFastify({ statusCode, code, message }: FastifyError): RequestError | null {
  if (statusCode === 429) return new RequestError('too-many-requests', message)
  if (statusCode === 413) return new RequestError('too-large', message)
  if (statusCode === 415)
    return new RequestError('unsupported-media', 'Send application/json, or multipart/form-data for uploads.')
  if (statusCode === 503) return new RequestError('unavailable', 'The server is too busy.', { retryAfterSeconds: 5 })
  if (statusCode === 400 || code?.startsWith('FST_ERR_CTP'))
    return new RequestError('malformed-body', 'The request cannot be read.')
  return null
}
