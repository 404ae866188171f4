import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { connectTo, type Studio } from '../studio.ts'
import { UsageError } from '../usage-error.ts'

const usage = `storycanvas queue list [--state queued|running|succeeded|failed|cancelled] [--limit 50] [--json]
storycanvas queue cancel <job>…
storycanvas queue retry <job>…
storycanvas queue pause       starts none of your jobs until you resume; what runs goes on
storycanvas queue resume
  All of them take --server URL --api-key KEY; the key may stand in STORYCANVAS_API_KEY.`

const options = {
  server: { type: 'string' },
  'api-key': { type: 'string' },
  state: { type: 'string' },
  limit: { type: 'string', default: '50' },
  json: { type: 'boolean', default: false },
} as const

type Client = Studio['client']
type Asked = { client: Client; jobs: string[]; state: string | undefined; limit: number; json: boolean }

const states = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const

const actions: Record<string, (asked: Asked) => Promise<void>> = {
  list,
  cancel: asked => each(asked, id => asked.client.cancelJob({ params: { id } })),
  retry: asked => each(asked, id => asked.client.retryJob({ params: { id } })),
  pause: async ({ client }) => {
    await client.pauseQueue()
    console.log('Your queue is held: what runs goes on, nothing else starts.')
  },
  resume: async ({ client }) => {
    await client.resumeQueue()
    console.log('Your queue goes on.')
  },
}

/** Looks at the queue of a server, and changes it. */
async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [name = '', ...jobs] = positionals
  const action = actions[name]
  if (!action) throw new UsageError(`storycanvas queue has ${Object.keys(actions).join(', ')}.`)
  const { server, state, json } = values
  const limit = Number(values.limit)
  if (server === undefined) throw new UsageError('Say which server: --server http://127.0.0.1:8001.')
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new UsageError('--limit is a whole number from 1 to 100.')
  await using studio = connectTo(server, values['api-key'] ?? process.env.STORYCANVAS_API_KEY)
  await action({ client: studio.client, jobs, state, limit, json })
}

async function list({ client, state: wanted, limit, json }: Asked): Promise<void> {
  const state = states.find(one => one === wanted)
  if (wanted !== undefined && !state) throw new UsageError(`--state is one of ${states.join(', ')}.`)
  const { items } = await client.listJobs({ query: { limit, ...(state && { state }) } })
  if (json) return console.log(JSON.stringify(items, null, 2))
  if (items.length === 0) return console.log('Nothing is in the queue.')
  for (const { id, state: now, progress, title, stage, error } of items) {
    const share = now === 'running' ? ` ${Math.round(progress * 100)} %` : ''
    const words = error?.message ?? stage
    console.log(`${id}  ${`${now}${share}`.padEnd(14)} ${title}${words ? ` (${words})` : ''}`)
  }
}

/** Every job is tried; the first that could not be done ends the command badly once all were. */
async function each({ jobs }: Asked, act: (id: string) => Promise<{ id: string; state: string; title: string }>): Promise<void> {
  if (jobs.length === 0) throw new UsageError('Name at least one job, by its id as `queue list` shows it.')
  const failures: Error[] = []
  for (const id of jobs)
    try {
      const { state, title } = await act(id)
      console.log(`${id}  ${state.padEnd(14)} ${title}`)
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error))
      console.error(`${id}  ${cause.message}`)
      failures.push(cause)
    }
  if (failures[0]) throw failures[0]
}

export const queue: Command = { usage, run }
