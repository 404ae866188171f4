import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { type FaultRates, seededRandom, startTestComfy, type TestComfyServer } from '../../packages/comfyui/src/testing/index.ts'
import { createTestServer, type TestServer } from '../../apps/server/src/testing.ts'
import { askForTakes } from '../../apps/server/src/generation/ask.ts'

const rates: FaultRates = {
  submit: {
    'no-connection': 0.005,
    'lost-reply': 0.005,
    'error-yet-queued': 0.005,
    'error-and-not-queued': 0.004,
    'bad-gateway': 0.003,
    'partly-valid': 0.002,
    'another-id': 0.002,
    'cut-json': 0.003,
    html: 0.002,
    busy: 0.004,
    redirect: 0.002,
  },
  run: {
    crash: 0.002,
    'crash-after-success': 0.001,
    'out-of-memory': 0.003,
    'disk-full': 0.002,
    'node-error': 0.002,
    'never-ends': 0.001,
    'interrupted-by-someone': 0.003,
    'worker-dies': 0.001,
  },
  history: { late: 0.01, cleared: 0.002 },
  view: { cut: 0.01, gone: 0.002, html: 0.005, error: 0.005 },
  look: { error: 0.003, html: 0.002, 'cut-json': 0.002 },
  events: {
    silent: 0.01,
    dropped: 0.01,
    twice: 0.01,
    garbage: 0.01,
    'of-strangers': 0.01,
    'ended-first': 0.01,
    'absurd-progress': 0.01,
  },
  outputs: { none: 0.001, 'too-many': 0.001, 'hostile-names': 0.001 },
}

export type SoakOptions = {
  jobs: number
  servers: number
  kills: number
  seed: number
  timeScale: number
  log?: (line: string) => void
}

export type SoakFigures = {
  delivered: number
  failed: number
  lost: number
  doubled: number
  /** Runs that came to their end and were not the ones delivered. */
  idleRuns: number
  /** Share of the servers' running time that went into them, in per cent; and into everything that was not delivered. */
  wasted: number
  wastedWithFailures: number
  /** Runs of generations that had been delivered already. */
  runsAfterDelivery: number
  /** Seconds from the crash of a server to the end of the attempt there: median, and 95 of 100. */
  recovery: readonly [number, number]
  /** Seconds from the start of a killed controller's successor to its first written step, the same. */
  resume: readonly [number, number]
  seconds: number
}

const panels = 20
/** Milliseconds in which at least one job ends, whatever goes wrong. */
const mostPatience = 120_000

/** Jobs on servers that misbehave at random, by a controller that is killed at random: what came of it. */
export async function soak({ jobs, servers, kills, seed, timeScale, log = () => undefined }: SoakOptions): Promise<SoakFigures> {
  await using closing = new AsyncDisposableStack()
  const random = seededRandom(seed)
  const comfies = await Promise.all(
    Array.from({ length: servers }, (_, index) => startTestComfy({ timeScale, seed: seed + index })),
  )
  for (const comfy of comfies) closing.use(comfy)
  const allowed = comfies.map(({ url }) => new URL(url).host).join(',')
  const server = await createTestServer({ GENERATION_POOL: 'false', OUTGOING_ALLOW: allowed })
  closing.use(server)
  await prepare(server, comfies, jobs)
  for (const { faults } of comfies) faults.setRates(rates)

  const began = performance.now()
  const controller = keepController(server, allowed, log)
  closing.defer(controller.stop)
  startTrouble(comfies, random, closing)
  const { database } = server.context
  const open = async () => {
    const { count } = await database
      .selectFrom('job')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .where('kind', '=', 'generate')
      .where('state', 'in', ['queued', 'running'])
      .executeTakeFirstOrThrow()
    return count
  }
  let killed = 0
  let lowest = { left: Infinity, at: performance.now() }
  for (let left = await open(); left > 0; left = await open()) {
    if (left < lowest.left) lowest = { left, at: performance.now() }
    if (performance.now() - lowest.at > mostPatience)
      throw new Error(`${left} jobs have stood still for ${mostPatience / 1000} s: ${await openOnes(server, comfies)}`)
    await pause(300 + random() * 2000)
    if (killed < kills && left > servers * 2) {
      killed += 1
      await controller.kill()
    }
    if (killed % 10 === 0) log(`${left} left, ${killed} kills`)
    if (killed < kills && left <= servers * 4) await moreJobs(server, servers * 8)
  }
  const seconds = (performance.now() - began) / 1000
  return { ...(await figuresOf(server, comfies, timeScale)), resume: spread(controller.resumes), seconds }
}

async function prepare(server: TestServer, comfies: readonly TestComfyServer[], jobs: number): Promise<void> {
  const { client } = server.owner
  for (const [index, { url }] of comfies.entries())
    await client.createGenerationServer({ body: { label: `Card ${index + 1}`, url } })
  const project = await client.createProject({ body: { name: 'Soak' } })
  const chapter = await client.createChapter({ params: { id: project.id }, body: { title: 'One' } })
  const scene = await client.createScene({
    body: { chapterId: chapter.id, heading: 'EXT. FIELD - DAY', setting: 'exterior', timeOfDay: 'day' },
  })
  for (let index = 0; index < panels; index += 1)
    await client.createPanel({ params: { id: scene.id }, body: { description: `A fox, ${index}` } })
  await moreJobs(server, jobs)
}

async function moreJobs(server: TestServer, count: number): Promise<void> {
  const { database } = server.context
  const all = await database.selectFrom('panel').select(['id', 'projectId']).execute()
  const asker = { accountId: server.owner.id, projectId: all[0]?.projectId as string, batchId: null }
  const panels = all.map(({ id }) => ({ kind: 'panel' as const, id }))
  for (let left = count; left > 0; left -= panels.length)
    await database
      .transaction()
      .execute(tx =>
        askForTakes(tx, server.context, asker, panels.slice(0, left), { kind: 'text-to-image', preset: 'sd15', fresh: true }),
      )
}

/** Starts the controller anew whenever it is dead, and times how soon it goes on. */
function keepController(server: TestServer, allowed: string, log: (line: string) => void) {
  const { config } = server.context
  const resumes: number[] = []
  const given = JSON.stringify({ facts: server.connection, dataDir: config.dataDir, allowed })
  const env = { ...process.env, SOAK: given }
  let child: ChildProcess
  let stopped = false
  let isUp: Promise<void>
  const start = () => {
    child = fork(new URL('controller.ts', import.meta.url), { env, stdio: 'inherit' })
    isUp = once(child, 'message').then(() => undefined)
    child.once('exit', code => {
      if (!stopped && code !== null) log(`the controller ended by itself (${code})`)
      if (!stopped) start()
    })
  }
  start()
  return {
    resumes,
    async kill() {
      await isUp
      const dead = once(child, 'exit')
      child.kill('SIGKILL')
      await dead
      const at = performance.now()
      const before = await steps(server)
      while ((await steps(server)) === before && performance.now() - at < 20_000) await pause(30)
      resumes.push((performance.now() - at) / 1000)
    },
    async stop() {
      stopped = true
      const dead = once(child, 'exit')
      child.kill('SIGKILL')
      await dead
    },
  }
}

/** Grows with every attempt that is begun or taken over. */
async function steps({ context }: TestServer): Promise<number> {
  const { fences, attempts } = await context.database
    .selectFrom('generationAttempt')
    .select(eb => [eb.fn.sum<number | null>('fence').as('fences'), eb.fn.countAll<number>().as('attempts')])
    .executeTakeFirstOrThrow()
  return (fences ?? 0) + attempts
}

/** What has not ended, and how its server stands, for whoever has to find out why. */
async function openOnes({ context, owner }: TestServer, comfies: readonly TestComfyServer[]): Promise<string> {
  const attempts = await context.database
    .selectFrom('job as j')
    .leftJoin('generationAttempt as a', join => join.onRef('a.jobId', '=', 'j.id').on('a.endedAt', 'is', null))
    .leftJoin('generationServer as s', 's.id', 'a.serverId')
    .select(['j.id', 'j.state as job', 'j.stage', 'j.runAfter', 'a.id as attempt', 'a.state', 's.label'])
    .where('j.kind', '=', 'generate')
    .where('j.state', 'in', ['queued', 'running'])
    .limit(10)
    .execute()
  const servers = (await owner.client.listGenerationServers()).items.map(({ label, url, condition, reason, restsUntil }) => {
    const { executions, isAtRest } = comfies.find(comfy => comfy.url === url) ?? {}
    return { label, condition, reason, restsUntil, isAtRest: isAtRest?.(), last: executions?.at(-1) }
  })
  return JSON.stringify({ attempts, servers }, null, 1)
}

/** What people and machines do to servers, at random: restarts, hangs, interrupts, cleared queues. */
function startTrouble(comfies: readonly TestComfyServer[], random: () => number, closing: AsyncDisposableStack): void {
  const timer = setInterval(() => {
    const comfy = comfies[Math.floor(random() * comfies.length)] as TestComfyServer
    const what = Math.floor(random() * 7)
    if (what <= 1) void comfy.crash()
    if (what === 2) {
      comfy.stop()
      setTimeout(comfy.resume, 500 + random() * 3000)
    }
    if (what === 3) comfy.interruptAnything()
    if (what === 4) comfy.clearQueue()
    if (what === 5) comfy.silenceSockets()
    if (what === 6) comfy.dropSockets()
  }, 1500)
  closing.defer(() => clearInterval(timer))
}

async function figuresOf(server: TestServer, comfies: readonly TestComfyServer[], timeScale: number) {
  const { database } = server.context
  const rows = await database
    .selectFrom('generation as g')
    .innerJoin('job as j', 'j.id', 'g.jobId')
    .leftJoin('take as t', 't.generationId', 'g.id')
    .select(eb => ['j.state', eb.fn.count<number>('t.id').as('takes')])
    .groupBy(['g.id', 'j.state'])
    .execute()
  const attempts = await database.selectFrom('generationAttempt').selectAll().execute()
  const byId = new Map(attempts.map(attempt => [attempt.id, attempt]))
  const deliveredAt = new Map(attempts.filter(({ state }) => state === 'delivered').map(one => [one.generationId, one]))
  let [spent, idle, lostTime, idleRuns, runsAfterDelivery] = [0, 0, 0, 0, 0]
  const recoveries: number[] = []
  for (const comfy of comfies) {
    const epoch = Date.now() - comfy.time.now() / timeScale
    for (const { id, startedAt, endedAt, outcome } of comfy.executions) {
      const attempt = byId.get(id)
      if (!attempt || endedAt === null) continue
      spent += endedAt - startedAt
      if (attempt.state === 'delivered') continue
      lostTime += endedAt - startedAt
      if (outcome === 'crashed' && attempt.endedAt)
        recoveries.push((Date.parse(attempt.endedAt) - (epoch + endedAt / timeScale)) / 1000)
      if (outcome !== 'success') continue
      idle += endedAt - startedAt
      idleRuns += 1
      const delivered = deliveredAt.get(attempt.generationId)
      if (delivered && attempt.createdAt > (delivered.endedAt ?? '')) runsAfterDelivery += 1
    }
  }
  return {
    delivered: rows.filter(({ takes }) => takes === 1).length,
    failed: rows.filter(({ state }) => state === 'failed').length,
    lost: rows.filter(({ state, takes }) => state !== 'failed' && takes === 0).length,
    doubled: rows.filter(({ takes }) => takes > 1).length,
    idleRuns,
    wasted: (100 * idle) / Math.max(1, spent),
    wastedWithFailures: (100 * lostTime) / Math.max(1, spent),
    runsAfterDelivery,
    recovery: spread(recoveries),
  }
}

/** Median, and what 95 of 100 stay below. */
function spread(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return [at(0.5), at(0.95)]
}
