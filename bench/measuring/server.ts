import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { whenEnded } from './ending.ts'
import { type Client, contract, createClient } from '../../packages/api/src/index.ts'

const main = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))

export type ServerProcess = AsyncDisposable & {
  baseUrl: string
  dataDir: string
  pid: number
  client: Client<typeof contract>
  accessToken: string
}

/** The whole server in a process of its own, as people run it, with its database on disk and one account. */
export async function startServerProcess(): Promise<ServerProcess> {
  await using closing = new AsyncDisposableStack()
  const dataDir = await temporaryFolder('server')
  closing.defer(() => rm(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      BACKEND_PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  closing.defer(() => ended(child))
  whenEnded(() => ended(child))
  const baseUrl = `http://127.0.0.1:${port}`
  await ready(baseUrl, child)
  const tokens = await createClient(contract, { baseUrl, accessToken: () => null }).register({
    body: { email: 'bench@storycanvas.invalid', name: 'Bench', password: 'a long enough password' },
  })
  const kept = closing.move()
  return {
    baseUrl,
    dataDir,
    pid: child.pid ?? 0,
    client: createClient(contract, { baseUrl, accessToken: () => tokens.accessToken }),
    accessToken: tokens.accessToken,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Resolves when the server says that it is ready; throws when it ends before. */
export async function ready(baseUrl: string, child: ChildProcess, patienceMs = 60_000): Promise<void> {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await pause(5)) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(`${baseUrl}/readyz`).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return
  }
  throw new Error(`the server was not ready within ${patienceMs / 1000} s`)
}

/** Asks a process to end and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** A folder that the account of the embedded database may pass through. */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `storycanvas-bench-${name}-`))
  await chmod(folder, 0o711)
  whenEnded(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
