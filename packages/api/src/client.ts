import type { Problem } from './problems.ts'
import type { Reply, Request, Route, Routes } from './route.ts'

export type CallOptions = { signal?: AbortSignal; idempotencyKey?: string }

type Answer<R extends Route> = R['reply'] extends { kind: 'bytes' } ? Response : Reply<R>
type Argument<R extends Route> = Request<R> & (R extends { upload: object } ? { file: Blob; fileName: string } : unknown)

/** One function per endpoint of the table. */
export type Client<R extends Routes> = {
  [K in keyof R]: keyof Argument<R[K]> extends never
    ? (request?: object, options?: CallOptions) => Promise<Answer<R[K]>>
    : (request: Argument<R[K]>, options?: CallOptions) => Promise<Answer<R[K]>>
}

/** The server answered with a problem document. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.errors[0] ? `${problem.detail} (${problem.errors[0].field}: ${problem.errors[0].message})` : problem.detail)
    this.problem = problem
  }
}

export type Connection = {
  baseUrl: string
  /** Asked before each call; null calls without an account. */
  accessToken(): Promise<string | null> | string | null
  fetch?: typeof fetch
}

/** A typed client of the table's endpoints. Throws {@link ProblemError} for problem documents, and fetch's own errors. */
export function createClient<R extends Routes>(table: R, connection: Connection): Client<R> {
  const entries = Object.entries(table).map(([name, route]) => [
    name,
    (request: Loose = {}, options: CallOptions = {}) => send(connection, route, request, options),
  ])
  return Object.fromEntries(entries) as Client<R>
}

type Plain = string | number | boolean | null
type Loose = {
  params?: Record<string, string>
  query?: Record<string, Plain | undefined>
  body?: unknown
  file?: Blob
  fileName?: string
}

async function send(connection: Connection, route: Route, request: Loose, options: CallOptions) {
  const headers = new Headers()
  const token = await connection.accessToken()
  if (token) headers.set('authorization', `Bearer ${token}`)
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey)
  const body = bodyOf(request, headers)
  const response = await (connection.fetch ?? fetch)(addressOf(connection.baseUrl, route, request), {
    method: route.method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  if (!response.ok) throw await problemOf(response, route)
  if (route.reply.kind === 'bytes') return response
  return route.reply.kind === 'empty' ? undefined : response.json()
}

function addressOf(baseUrl: string, route: Route, { params = {}, query = {} }: Loose) {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const tail = search.toString()
  return `${baseUrl}${path}${tail && `?${tail}`}`
}

function bodyOf({ body, file, fileName }: Loose, headers: Headers): FormData | string | undefined {
  if (file) {
    const form = new FormData()
    for (const [name, value] of Object.entries((body ?? {}) as Record<string, Plain | undefined>))
      if (value !== undefined) form.set(name, String(value))
    form.set('file', file, fileName)
    return form
  }
  if (body === undefined) return undefined
  headers.set('content-type', 'application/json')
  return JSON.stringify(body)
}

async function problemOf(response: Response, route: Route) {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
  if (isProblem) return new ProblemError((await response.json()) as Problem)
  return new Error(`${route.method} ${route.path} answered ${response.status} ${response.statusText}`)
}
