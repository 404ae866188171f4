import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { Graph } from '../graph/graph.ts'
import { readJson, sendCrash, sendJson, sendText } from './body.ts'
import { makePng } from './picture.ts'
import { pictureSizeOf, signature } from './plan.ts'
import { startTime } from './time.ts'

export type RunPodFault =
  | 'lost-reply'
  | 'error-yet-queued'
  | 'busy'
  | 'fails'
  | 'reports-error'
  | 'times-out'
  | 'never-ends'
  | 'forgets'
  | 'old-output'
  | 'hostile-output'
  | 'in-a-store'

export type TestRunPodOptions = {
  readonly key?: string
  readonly timeScale?: number
  /** Simulated seconds in the queue and on the worker. */
  readonly delay?: number
  readonly seconds?: number
}

/** An endpoint of RunPod with worker-comfyui behind it, over real sockets. */
export type TestRunPod = AsyncDisposable & {
  readonly url: string
  /** What happens to the next job. */
  readonly order: (fault: RunPodFault) => void
  /** Jobs that were taken, with what came along. */
  readonly jobs: () => readonly {
    readonly id: string
    readonly attempt: string | null
    readonly images: number
    readonly status: string
  }[]
  readonly close: () => Promise<void>
}

type JobRecord = {
  id: string
  attempt: string | null
  images: number
  status: string
  output?: unknown
  error?: string
  executionTime?: number
}

const request = z.object({
  input: z.object({
    workflow: Graph,
    images: z.array(z.object({ name: z.string(), image: z.string() })).default([]),
    attempt: z.string().nullable().default(null),
  }),
  webhook: z.string().optional(),
})

export async function startTestRunPod(options: TestRunPodOptions = {}): Promise<TestRunPod> {
  const { key = 'rp-test', timeScale = 1000, delay = 2, seconds = 5 } = options
  const time = startTime(timeScale)
  const jobs = new Map<string, JobRecord>()
  const faults: RunPodFault[] = []
  let baseUrl = ''

  const work = async (job: JobRecord, graph: Graph, fault: RunPodFault | undefined) => {
    await time.sleep(delay)
    if (job.status !== 'IN_QUEUE') return
    job.status = 'IN_PROGRESS'
    if (fault === 'never-ends') return
    await time.sleep(seconds)
    if (job.status !== 'IN_PROGRESS') return
    finish(job, graph, fault, baseUrl, seconds)
    if (fault === 'forgets') jobs.delete(job.id)
  }

  const run = async (incoming: IncomingMessage, response: ServerResponse) => {
    const given = request.safeParse(await readJson(incoming).catch(() => undefined))
    if (!given.success) return sendJson(response, 400, { error: 'bad request' })
    const fault = faults.shift()
    if (fault === 'busy') return void response.writeHead(429, { 'retry-after': '3' }).end()
    const { workflow, images, attempt } = given.data.input
    const job: JobRecord = { id: `${randomUUID()}-e1`, attempt, images: images.length, status: 'IN_QUEUE' }
    jobs.set(job.id, job)
    work(job, workflow, fault).catch(() => undefined)
    if (fault === 'lost-reply') return void incoming.socket.destroy()
    if (fault === 'error-yet-queued') return sendCrash(response)
    sendJson(response, 200, { id: job.id, status: job.status })
  }

  const server = createServer((incoming, response) => {
    const [, action = '', id = ''] = (incoming.url ?? '').split('/')
    if (action === 'store')
      return void response.writeHead(200, { 'content-type': 'image/png' }).end(makePng('store', { width: 8, height: 8 }))
    if (incoming.headers.authorization !== `Bearer ${key}`) return sendText(response, 401, '')
    if (action === 'run') return void run(incoming, response).catch(() => response.destroy())
    if (action === 'health') return sendJson(response, 200, countJobs([...jobs.values()]))
    const job = jobs.get(decodeURIComponent(id))
    if (job === undefined) return sendJson(response, 404, { error: 'job not found' })
    if (action === 'cancel' && (job.status === 'IN_QUEUE' || job.status === 'IN_PROGRESS')) job.status = 'CANCELLED'
    const { attempt: _, images: __, ...shown } = job
    sendJson(response, 200, { delayTime: delay * 1000, ...shown })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const close = async () => {
    time.end()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return {
    url: baseUrl,
    order: fault => void faults.push(fault),
    jobs: () => [...jobs.values()],
    close,
    [Symbol.asyncDispose]: close,
  }
}

function finish(job: JobRecord, graph: Graph, fault: RunPodFault | undefined, baseUrl: string, seconds: number) {
  const [last = ''] = Object.keys(graph).slice(-1)
  const data = makePng(
    signature(graph, last),
    pictureSizeOf(graph).width > 64 ? { width: 64, height: 64 } : { width: 8, height: 8 },
  ).toString('base64')
  job.status = fault === 'fails' ? 'FAILED' : fault === 'times-out' ? 'TIMED_OUT' : 'COMPLETED'
  job.executionTime = seconds * 1000
  if (fault === 'fails') job.error = 'CUDA out of memory. Tried to allocate 20.00 GiB.'
  else if (fault === 'reports-error')
    job.output = { error: 'Job processing failed, prompt ID not found in history.', details: [] }
  else if (fault === 'old-output') job.output = { message: data, status: 'success' }
  else if (fault === 'in-a-store')
    job.output = { images: [{ filename: 'x.png', type: 's3_url', data: `${baseUrl}/store/x.png` }] }
  else if (fault === 'hostile-output')
    job.output = {
      images: [{ filename: '../x', type: 's3_url', data: 'file:///etc/passwd' }, { type: 'base64', data: '<svg>' }, 7, null],
    }
  else job.output = { images: [{ filename: 'ComfyUI_00001_.png', type: 'base64', data }] }
}

function countJobs(jobs: readonly JobRecord[]) {
  const count = (status: string) => jobs.filter(job => job.status === status).length
  return {
    jobs: {
      completed: count('COMPLETED'),
      failed: count('FAILED'),
      inProgress: count('IN_PROGRESS'),
      inQueue: count('IN_QUEUE'),
      retried: 0,
    },
    workers: { idle: 1, initializing: 0, ready: 1, running: count('IN_PROGRESS'), throttled: 0 },
  }
}
