import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type RunningServer = AsyncDisposable & { origin: string }

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))
const startWithinMs = 30_000

/**
 * The server as people run it, in a process of its own on a free port, with a data folder that is gone afterwards.
 * `settings` are environment variables beside those that it needs.
 */
export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'storycanvas-e2e-'))
  // The database's own account has to pass through.
  await chmod(folder, 0o711)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATA_DIR: join(folder, 'data'),
      BACKEND_PORT: String(port),
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(String(chunk)))
  const end = async () => {
    await stop(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await ready(origin, child)
  } catch (error) {
    await end()
    throw new Error(`The server did not start:\n${output.join('')}`, { cause: error })
  }
  return { origin, [Symbol.asyncDispose]: end }
}

async function ready(origin: string, child: ChildProcess) {
  const deadline = AbortSignal.timeout(startWithinMs)
  for (;;) {
    deadline.throwIfAborted()
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`)
    const response = await fetch(`${origin}/readyz`, { signal: deadline }).catch(() => null)
    if (response?.ok) return
    await pause(50, undefined, { signal: deadline })
  }
}

async function stop(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}
