import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openPool } from '../../apps/server/src/platform/database/database.ts'
import { createLog } from '../../apps/server/src/platform/telemetry/log.ts'

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))

/** Far more than it takes; machines that run tests are busy. */
const startWithinMs = 60_000

type Environment = Record<string, string>

/** One run of the server in a process of its own. */
export type Run = {
  process: ChildProcess
  pid: number
  /** Everything it said on both outputs so far. */
  said(): string
  /** Resolves with exit code or signal when the process is gone. */
  ended: Promise<number | NodeJS.Signals>
}

/** A data folder with a free port, on which one server after another can be run. */
export type House = AsyncDisposable & {
  folder: string
  dataDir: string
  port: number
  origin: string
  /** Starts the server and waits until it says that it is ready. */
  start(environment?: Environment): Promise<Run>
  /** Starts it without waiting for anything. */
  launch(environment?: Environment): Run
  /** Process id of the embedded database. */
  postmaster(): Promise<number>
  /** Asks the embedded database directly. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
}

export async function openHouse(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'storycanvas-crash-'))
  // The embedded database may run under another account, which has to pass through.
  await chmod(folder, 0o711)
  const dataDir = join(folder, 'data')
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const runs: Run[] = []
  const postmasterFile = async () => (await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')

  const launch = (environment: Environment = {}) => {
    const settings = { DATA_DIR: dataDir, BACKEND_PORT: String(port), LOG_LEVEL: 'info', ...environment }
    const run = watch(
      spawn(process.execPath, [main], {
        cwd: folder,
        env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: folder, ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    runs.push(run)
    return run
  }
  return {
    folder,
    dataDir,
    port,
    origin,
    launch,
    async start(environment) {
      const run = launch(environment)
      await Promise.race([isReady(run), failed(run), late(run)])
      return run
    },
    postmaster: async () => Number((await postmasterFile())[0]),
    async query<Row extends object>(text: string, values: unknown[] = []) {
      const [, , , socketPort, host = ''] = await postmasterFile()
      const facts = { host, port: Number(socketPort), user: 'postgres', database: 'storycanvas' }
      const pool = openPool(facts, createLog('silent'), 1)
      try {
        return (await pool.query<Row>(text, values)).rows
      } finally {
        await pool.end()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const run of runs) run.process.kill('SIGKILL')
      await Promise.all(runs.map(({ ended }) => ended))
      const postmaster = Number((await postmasterFile().catch(() => []))[0] ?? 0)
      if (postmaster > 0) await stopPostmaster(postmaster)
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

function watch(child: ChildProcess): Run {
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => output.push(String(chunk)))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  if (child.pid === undefined) throw new Error('The server could not be started.')
  return { process: child, pid: child.pid, said: () => output.join(''), ended }
}

async function isReady(run: Run): Promise<void> {
  while (!run.said().includes('StoryCanvas is ready')) await once(run.process.stdout as NodeJS.ReadableStream, 'data')
}

async function failed(run: Run): Promise<never> {
  const how = await run.ended
  throw new Error(`The server ended (${how}) before it was ready:\n${run.said()}`)
}

async function late(run: Run): Promise<never> {
  await pause(startWithinMs, undefined, { ref: false })
  throw new Error(`The server was not ready after ${startWithinMs / 1000} s:\n${run.said()}`)
}

/** An immediate shutdown: the data is thrown away anyway. */
async function stopPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGQUIT')
    for (;;) {
      process.kill(pid, 0)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  } catch {
    // It is gone.
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}
