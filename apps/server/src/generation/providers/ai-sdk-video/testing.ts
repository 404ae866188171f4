import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Start = { path: string; body: Record<string, unknown>; key: string | undefined }

export type FilmServicesDouble = AsyncDisposable & {
  baseUrl: string
  hostPort: string
  /** Films that were begun, and so charged. */
  starts: Start[]
  /** What the next starts meet: a status, or a reply that is lost although the film is made. */
  wrongStarts: (number | 'lost-reply' | 'nonsense')[]
  /** What the next looks meet; after them the film is done. */
  looks: ('pending' | 'failed' | 'gone' | 'page' | 503)[]
  /** Where the films lie; that of the service itself when empty. */
  filmsAt: { origin: string }
  /** Keys that came where a film was fetched. */
  keysAtFilms: (string | undefined)[]
}

/** A server that speaks what the AI SDK speaks with xAI, fal and Replicate, as far as films go. */
export async function startFilmServicesDouble(film: Buffer): Promise<FilmServicesDouble> {
  const state = { starts: [], wrongStarts: [], looks: [], filmsAt: { origin: '' }, keysAtFilms: [] } as Omit<
    FilmServicesDouble,
    'baseUrl' | 'hostPort' | typeof Symbol.asyncDispose
  >
  const server = createServer(async (request, reply) => {
    const body = Buffer.concat(await request.toArray()).toString()
    if (request.url?.startsWith('/v1/film')) {
      state.keysAtFilms.push(request.headers.authorization)
      reply.writeHead(200, { 'content-type': 'video/mp4' }).end(film)
    } else if (request.method === 'POST') begin(request, reply, body)
    else tell(request, reply)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const filmUrl = () => `${state.filmsAt.origin || origin}/v1/film.mp4`

  const begin = ({ url = '', headers }: IncomingMessage, reply: ServerResponse, body: string) => {
    const wrong = state.wrongStarts.shift()
    if (typeof wrong === 'number') return answer(reply, wrong, { error: { message: 'As asked.' } })
    const path = url.replace('/v1', '')
    state.starts.push({ path, body: JSON.parse(body) as Start['body'], key: headers.authorization })
    if (wrong === 'lost-reply') return void reply.socket?.destroy()
    if (wrong === 'nonsense') return answer(reply, 200, { hello: 1 })
    const number = state.starts.length
    if (path === '/videos/generations') return answer(reply, 200, { request_id: `x-${number}` })
    if (path.startsWith('/fal-ai/'))
      return answer(reply, 200, { request_id: `f-${number}`, response_url: `https://queue.fal.run/requests/f-${number}` })
    return answer(reply, 201, prediction(number, 'starting'))
  }
  const prediction = (number: number, status: string) => ({
    id: `r-${number}`,
    status,
    output: status === 'succeeded' ? filmUrl() : null,
    error: status === 'failed' ? 'Not this.' : null,
    urls: { get: `${origin}/v1/predictions/r-${number}` },
  })
  const tell = ({ url = '' }: IncomingMessage, reply: ServerResponse) => {
    const look = state.looks.shift() ?? 'done'
    if (look === 'gone') return answer(reply, 404, { error: 'not found' })
    if (look === 503) return answer(reply, 503, { error: { message: 'Later.' } })
    if (look === 'page') return void reply.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>')
    if (url.includes('/videos/')) {
      const error = { code: 'moderation', message: 'Not this.' }
      const usage = { cost_in_usd_ticks: 5_600_000_001 }
      if (look === 'pending') return answer(reply, 202, { status: 'pending', progress: 40 })
      if (look === 'failed') return answer(reply, 200, { status: 'failed', error })
      return answer(reply, 200, { status: 'done', video: { url: filmUrl(), duration: 8, respect_moderation: true }, usage })
    }
    if (url.includes('/requests/')) {
      if (look === 'pending') return answer(reply, 400, { detail: 'Request is still in progress' })
      if (look === 'failed') return answer(reply, 422, { error: { message: 'Not this.', code: 422 } })
      return answer(reply, 200, { video: { url: filmUrl(), content_type: 'video/mp4' } })
    }
    const number = Number(url.split('r-')[1])
    return answer(reply, 200, prediction(number, look === 'pending' ? 'processing' : look === 'failed' ? 'failed' : 'succeeded'))
  }
  return {
    ...state,
    baseUrl: `${origin}/v1`,
    hostPort: new URL(origin).host,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const answer = (reply: ServerResponse, status: number, body: unknown): void =>
  void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
