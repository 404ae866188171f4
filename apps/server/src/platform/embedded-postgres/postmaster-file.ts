import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { commandLine, isAlive } from './process.ts'

/** What `postmaster.pid` says. Lines: pid, data directory, start time, port, socket directory, address, shared memory, status. */
export type PostmasterFile = {
  readonly pid: number
  readonly port: number
  readonly socketDirectory: string
  readonly status: 'starting' | 'ready' | 'stopping'
}

export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n').map(line => line.trim())
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  const status = lines[7] === 'ready' || lines[7] === 'stopping' ? lines[7] : 'starting'
  return { pid, port: Number(lines[3] || 0), socketDirectory: lines[4] ?? '', status }
}

/** The postmaster that lives on this cluster. A file that a crash left behind may name any other process: then there is none. */
export async function readPostmaster(cluster: string): Promise<PostmasterFile | undefined> {
  const file = await readFileOf(cluster)
  return file !== undefined && (await isPostmasterOf(cluster, file.pid)) ? file : undefined
}

/** PostgreSQL takes a stale file for a living server when another process of its account now has that number. */
export async function dropMisleadingFile(cluster: string): Promise<void> {
  const file = await readFileOf(cluster)
  if (file === undefined || !isAlive(file.pid) || (await isPostmasterOf(cluster, file.pid))) return
  await rm(join(cluster, 'postmaster.pid'), { force: true })
}

/** Whether the process is the postmaster of this cluster: `postgres -D cluster …` is how we start it. */
export async function isPostmasterOf(cluster: string, pid: number): Promise<boolean> {
  const command = await commandLine(pid)
  return command === 'unknown' || command?.includes(`-D\0${cluster}\0`) === true
}

async function readFileOf(cluster: string) {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return ''
  })
  return parsePostmasterFile(text)
}
