import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { loginPage, pour, readJson, sendCrash, sendJson, sendText } from './body.ts'
import type { TestComfyOptions } from './comfy-server.ts'
import { answerJobs } from './jobs-route.ts'
import { features, type Machine } from './machine.ts'
import { takePrompt } from './prompt-route.ts'
import type { QueuedItem } from './queue.ts'
import { takeUpload } from './upload-route.ts'
import { sendView } from './view-route.ts'

const queueChange = z.object({ clear: z.boolean(), delete: z.array(z.string()) }).partial()
const interruption = z.object({ prompt_id: z.string() }).partial()

/** Every route at `/x` and `/api/x`, except `/api/jobs`. */
export async function answerRequest(
  machine: Machine,
  options: TestComfyOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { key, hasJobs = false, maxUpload = features.max_upload_size } = options
  if (key !== undefined && request.headers[key.header.toLowerCase()] !== key.value) return sendText(response, 401, 'Unauthorized')
  const url = new URL(request.url ?? '/', 'http://localhost')
  const path = url.pathname.split('/').slice(1).map(decodeURIComponent)
  if (path[0] === 'api' && path[1] === 'jobs' && hasJobs) {
    return isSpoiled(machine, response) ? undefined : answerJobs(machine, request.method ?? 'GET', path.slice(2), response)
  }
  if (path[0] === 'api' && path[1] !== 'jobs') path.shift()
  const route = `${request.method} /${path[0]}`
  if (route === 'POST /prompt') return takePrompt(machine, request, response)
  if (route === 'POST /upload') return takeUpload(machine, request, response, maxUpload)
  if (route === 'GET /view') return sendView(machine, url.searchParams, response)
  if (request.method === 'POST') return change(machine, route, await readJson(request).catch(() => ({})), response)
  if (route in states && isSpoiled(machine, response)) return undefined
  const answer = states[route]?.(machine, path, options)
  if (answer === undefined) sendText(response, 404, '404: Not Found')
  else sendJson(response, 200, answer)
}

function change(machine: Machine, route: string, body: unknown, response: ServerResponse): void {
  if (route === 'POST /queue') {
    const { clear = false, delete: ids = [] } = queueChange.parse(body)
    if (clear) machine.queue.clear()
    const isSound = ids.map(id => machine.queue.delete(id)).every(Boolean)
    machine.tellStatus()
    return isSound ? sendText(response, 200, '') : sendCrash(response)
  }
  if (route === 'POST /interrupt') machine.worker().interrupt(interruption.parse(body).prompt_id)
  else if (route === 'POST /free') machine.residency.forget()
  else if (route === 'POST /history')
    for (const id of queueChange.parse(body).delete ?? [...machine.history.keys()]) machine.history.delete(id)
  else return sendText(response, 404, '404: Not Found')
  return sendText(response, 200, '')
}

const states: {
  readonly [route: string]: (machine: Machine, path: readonly string[], options: TestComfyOptions) => unknown
} = {
  'GET /prompt': machine => ({
    exec_info: { queue_remaining: machine.queue.items().length + (machine.worker().running() === undefined ? 0 : 1) },
  }),
  'GET /queue': machine => ({
    queue_running: [machine.worker().running()?.item ?? []].flat().map(writeItem),
    queue_pending: machine.queue.items().map(writeItem),
  }),
  'GET /history': (machine, [, id]) => {
    if (id === undefined) return Object.fromEntries(machine.history)
    const record = machine.history.get(id)
    return record === undefined ? {} : { [id]: record }
  },
  'GET /object_info': (machine, [, nodeClass]) => {
    const info = machine.rawObjectInfo()
    if (nodeClass === undefined) return info
    return nodeClass in info ? { [nodeClass]: info[nodeClass] } : {}
  },
  'GET /models': (machine, [, folder]) => (folder === undefined ? Object.keys(machine.files) : machine.files[folder]),
  'GET /embeddings': () => [],
  'GET /features': () => features,
  'GET /system_stats': (_, __, { version = '0.3.64', memory = 24 }) => ({
    system: {
      os: 'posix',
      ram_total: 67_000_000_000,
      ram_free: 60_000_000_000,
      comfyui_version: version,
      python_version: '3.12.3',
      pytorch_version: '2.8.0+cu128',
      embedded_python: false,
      argv: ['main.py'],
    },
    devices: [
      {
        name: 'cuda:0 NVIDIA GeForce RTX 4090',
        type: 'cuda',
        index: 0,
        vram_total: memory * 1024 ** 3,
        vram_free: memory * 1024 ** 3,
        torch_vram_total: 0,
        torch_vram_free: 0,
      },
    ],
  }),
}

function writeItem({ number, id, graph, extra, outputs }: QueuedItem) {
  return [number, id, graph, extra, outputs]
}

function isSpoiled(machine: Machine, response: ServerResponse): boolean {
  const fault = machine.faults.take('look')
  if (fault === 'error') sendCrash(response)
  else if (fault === 'html') sendText(response, 200, loginPage, 'text/html')
  else if (fault === 'cut-json') sendText(response, 200, '{"queue_running": [')
  else if (fault === 'endless') pour(response)
  return fault !== undefined
}
