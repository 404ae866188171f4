import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ended, freePort } from '../measuring/server.ts'

/** A server that gives files by their path on this machine, and the process whose time counts. */
export type Rival = AsyncDisposable & { readonly pid: number; readonly address: string }

/** Node alone: from the file, or from memory. */
export const startBare = (from: 'file' | 'memory'): Promise<Rival> => startNode(new URL('bare.ts', import.meta.url), [from])

export const startFastifyStatic = (): Promise<Rival> => startNode(new URL('fastify-static.ts', import.meta.url), [])

/** A server that tells its address once it listens. */
async function startNode(file: URL, given: readonly string[]): Promise<Rival> {
  const child = fork(fileURLToPath(file), given)
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  return { pid: child.pid ?? 0, address, [Symbol.asyncDispose]: () => ended(child) }
}

/** nginx with one worker and sendfile; null where there is none. */
export async function startNginx(folder: string, root: string): Promise<Rival | null> {
  const program = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(place => join(place, 'nginx'))
    .find(existsSync)
  if (!program) return null
  const port = await freePort()
  await mkdir(folder, { recursive: true })
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`)
  await writeFile(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; daemon off; error_log stderr; pid ${folder}/pid;
    events { worker_connections 256; }
    http {
      ${places.join(' ')} access_log off; sendfile on; tcp_nopush off; tcp_nodelay on; keepalive_requests 1000000;
      server { listen 127.0.0.1:${port}; root ${root}; }
    }`,
  )
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const pid = await workerOf(child)
  return { pid, address: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => ended(child) }
}

async function workerOf({ pid }: ChildProcess): Promise<number> {
  for (;;) {
    const [worker] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    if (worker) return Number(worker)
    await pause(20)
  }
}
