import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the next calls that start something go wrong; after them all is well. */
export type Misbehaviour =
  | { kind: 'status'; status: number; code?: string; retryAfter?: number }
  /** It makes the picture, charges for it, and the answer never arrives whole. */
  | { kind: 'lost-reply' }
  | { kind: 'truncated' }
  | { kind: 'nonsense'; body: string }
  | { kind: 'huge' }

export type ServiceDouble = AsyncDisposable & {
  baseUrl: string
  hostPort: string
  /** What was begun, and so charged. */
  charged: { path: string; body: string }[]
  next: Misbehaviour[]
  /** Looks at a film until it is done. */
  looks: { states: ('queued' | 'in_progress' | 'failed')[] }
  keys: Set<string | undefined>
  deleted: string[]
  /** Ids of films that were fetched, each time. */
  fetched: string[]
}

/** A server that speaks OpenAI's pictures and films over a real socket, and can be told to misbehave. */
export async function startServiceDouble(picture: Buffer, film: Buffer): Promise<ServiceDouble> {
  const state: Omit<ServiceDouble, 'baseUrl' | 'hostPort' | typeof Symbol.asyncDispose> = {
    ...{ charged: [], next: [], looks: { states: [] }, keys: new Set(), deleted: [], fetched: [] },
  }
  const server = createServer(async (request, reply) => {
    state.keys.add(request.headers.authorization)
    const path = (request.url ?? '').replace(/^\/v1/, '')
    const body = Buffer.concat(await request.toArray()).toString('latin1')
    if (request.method === 'POST') start(state, path, body, reply, picture)
    else answer(state, request, path, reply, film)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...state,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    hostPort: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

type State = Pick<ServiceDouble, 'charged' | 'next' | 'looks' | 'deleted' | 'fetched'>

function start(state: State, path: string, body: string, reply: ServerResponse, picture: Buffer): void {
  const wrong = state.next.shift()
  if (wrong?.kind === 'status') {
    const headers = wrong.retryAfter === undefined ? {} : { 'retry-after': String(wrong.retryAfter) }
    if (wrong.status === 500) state.charged.push({ path, body })
    reply.writeHead(wrong.status, headers).end(JSON.stringify({ error: { message: 'As asked.', code: wrong.code ?? null } }))
    return
  }
  state.charged.push({ path, body })
  if (wrong?.kind === 'lost-reply') return void reply.socket?.destroy()
  if (wrong?.kind === 'nonsense') return void reply.writeHead(200, json).end(wrong.body)
  if (wrong?.kind === 'huge') return pour(reply)
  const text = path === '/videos' ? JSON.stringify(film(state.charged.length, 'queued')) : JSON.stringify(pictures(picture))
  if (wrong?.kind === 'truncated') {
    reply.writeHead(200, { ...json, 'content-length': text.length }).write(text.slice(0, text.length / 2))
    setImmediate(() => reply.socket?.destroy())
    return
  }
  reply.writeHead(200, json).end(text)
}

const json = { 'content-type': 'application/json' }
const pictures = (picture: Buffer) => ({
  created: 1,
  data: [{ b64_json: picture.toString('base64') }],
  usage: {
    input_tokens: 100,
    output_tokens: 1000,
    total_tokens: 1100,
    input_tokens_details: { text_tokens: 100, image_tokens: 0 },
  },
})
const film = (number: number, status: string) => ({ id: `video_${number}`, object: 'video', status, progress: 40, error: null })

/** More than anybody takes. */
function pour(reply: ServerResponse): void {
  reply.writeHead(200, json)
  const piece = Buffer.alloc(1024 * 1024, 'a')
  reply.on('error', () => undefined)
  const more = () => {
    while (!reply.destroyed && reply.write(piece)) continue
    if (!reply.destroyed) reply.once('drain', more)
  }
  reply.write('{"data":[{"b64_json":"')
  more()
}

function answer(state: State, { method }: IncomingMessage, path: string, reply: ServerResponse, bytes: Buffer): void {
  const [, id = '', content] = /^\/videos\/([^/?]+)(\/content)?/.exec(path) ?? []
  const number = Number(id.replace('video_', ''))
  if (!(number >= 1 && number <= state.charged.length) || state.deleted.includes(id))
    return void reply.writeHead(404, json).end('{"error":{"message":"gone"}}')
  if (method === 'DELETE') {
    state.deleted.push(id)
    return void reply.writeHead(200, json).end(JSON.stringify({ id, deleted: true, object: 'video.deleted' }))
  }
  if (content) {
    state.fetched.push(id)
    return void reply.writeHead(200, { 'content-type': 'video/mp4' }).end(bytes)
  }
  const status = state.looks.states.shift() ?? 'completed'
  const error = status === 'failed' ? { code: 'moderation', message: 'Not this.' } : null
  reply.writeHead(200, json).end(JSON.stringify({ ...film(number, status), error }))
}
