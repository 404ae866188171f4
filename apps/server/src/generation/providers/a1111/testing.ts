import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Task = { id: string; body: Record<string, unknown>; path: string; finish: () => void; state: 'running' | 'completed' }

export type WebUiDouble = AsyncDisposable & {
  baseUrl: string
  hostPort: string
  tasks: Task[]
  /** How the next tasks go wrong. `holds` waits for `finish`. */
  next: ('500' | 'lost-reply' | 'truncated' | 'no-picture' | 'holds')[]
  interrupted: number
  options: Record<string, unknown>
  authorizations: Set<string | undefined>
}

/** A Stable Diffusion web UI over a real socket, as far as pictures are asked of it. */
export async function startWebUiDouble(picture: Buffer): Promise<WebUiDouble> {
  const state = {
    ...{ tasks: [] as Task[], next: [] as WebUiDouble['next'], interrupted: 0, options: {} },
    authorizations: new Set<string | undefined>(),
  }
  const server = createServer(async (request, reply) => {
    state.authorizations.add(request.headers.authorization)
    const text = Buffer.concat(await request.toArray()).toString('utf8')
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    const path = request.url ?? ''
    if (/(txt|img)2img$/.test(path)) return draw(state, path, body, reply, picture)
    if (path === '/internal/progress') return send(reply, progress(state.tasks, body['id_task']))
    if (path === '/sdapi/v1/options') return send(reply, state.options)
    if (path === '/controlnet/model_list') return send(reply, { model_list: ['depth', 'control_canny [1]'] })
    if (path === '/sdapi/v1/interrupt') {
      state.interrupted += 1
      return send(reply, {})
    }
    reply.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const own = {
    baseUrl: `http://127.0.0.1:${port}`,
    hostPort: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return Object.assign(state, own)
}

const send = (reply: ServerResponse, body: unknown) =>
  void reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))

function progress(tasks: Task[], id: unknown) {
  const task = tasks.findLast(one => one.id === id)
  const isRunning = task?.state === 'running'
  return { active: isRunning, queued: false, completed: task?.state === 'completed', progress: isRunning ? 0.5 : null }
}

type State = Pick<WebUiDouble, 'tasks' | 'next'>

function draw(state: State, path: string, body: Record<string, unknown>, reply: ServerResponse, picture: Buffer): void {
  const wrong = state.next.shift()
  if (wrong === '500') return void reply.writeHead(500).end('{"error":"OutOfMemoryError"}')
  // Behind the picture comes a map, as ControlNet adds one.
  const images = wrong === 'no-picture' ? [] : [picture.toString('base64'), Buffer.from('map').toString('base64')]
  const answer = JSON.stringify({ images, parameters: {}, info: JSON.stringify({ all_seeds: [body['seed']] }) })
  const task: Task = {
    ...{ id: String(body['force_task_id']), body, path, state: 'running' as const },
    finish() {
      task.state = 'completed'
      if (wrong === 'lost-reply') return void reply.socket?.destroy()
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
      if (wrong !== 'truncated') return void reply.end(answer)
      reply.write(answer.slice(0, 20))
      setImmediate(() => reply.socket?.destroy())
    },
  }
  state.tasks.push(task)
  if (wrong !== 'holds') task.finish()
}
