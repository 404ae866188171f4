import { open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import type { Address } from './address.ts'
import { superuser } from './cluster.ts'
import { EmbeddedPostgresError } from './error.ts'
import type { Home } from './home.ts'
import { dropMisleadingFile, isPostmasterOf, readPostmaster } from './postmaster-file.ts'
import { runProgram, spawnPostmaster } from './program.ts'
import type { Programs } from './programs.ts'
import { serverArguments, type Settings } from './settings.ts'

export type Postmaster = { readonly pid: number; readonly address: Address; readonly origin: 'started' | 'adopted' }

/** Crash recovery replays the log first: minutes after a long busy time. */
const longestStart = 10 * 60_000
const pause = 10
/** So long another server may take between making its lock file and writing into it; later the file is the remnant of a crash. */
const longestEmpty = 10_000
const largestLog = 8 * 1024 * 1024

/** Adopts the postmaster that already lives on the cluster, or starts one. Two servers that start at once end at the same one. */
export async function adoptOrStart(home: Home, programs: Programs, address: Address, settings: Settings): Promise<Postmaster> {
  const deadline = Date.now() + longestStart
  while (Date.now() < deadline) {
    const found = await readPostmaster(home.cluster)
    if (found?.status === 'ready') {
      const adopted: Address =
        address.kind === 'socket'
          ? { kind: 'socket', directory: found.socketDirectory, port: found.port }
          : { kind: 'tcp', port: found.port }
      return { pid: found.pid, address: adopted, origin: 'adopted' }
    }
    if (found === undefined) {
      const pid = await start(home, programs, address, settings, deadline)
      if (pid !== undefined) return { pid, address, origin: 'started' }
    }
    await wait(pause)
  }
  throw new EmbeddedPostgresError('not-started', `PostgreSQL was not ready in time; see ${logPath(home)}.`)
}

/** Undefined when it has to be tried again: another server was faster, or the one before is not quite gone. */
async function start(home: Home, programs: Programs, address: Address, settings: Settings, deadline: number) {
  await rotateLog(home)
  await dropMisleadingFile(home.cluster)
  const log = await open(logPath(home), 'a', 0o600)
  try {
    const { size } = await log.stat()
    const child = spawnPostmaster(programs, home.account, serverArguments(home, address, settings), log.fd)
    let failure: Error | undefined
    child.once('error', error => (failure = error))
    while (Date.now() < deadline) {
      if (failure !== undefined) throw cannotRun(failure)
      if (child.exitCode !== null || child.signalCode !== null) {
        if ((await readPostmaster(home.cluster)) !== undefined) return undefined
        const reason = await readFrom(home, size)
        // Sessions of a killed postmaster notice its death a moment later and hold its memory until then.
        if (reason.includes('shared memory block')) return undefined
        const isYoung = Date.now() < deadline - longestStart + longestEmpty
        if (reason.includes('"postmaster.pid" is empty') && isYoung) return undefined
        throw new EmbeddedPostgresError('not-started', `PostgreSQL did not start: ${reason}`)
      }
      const found = await readPostmaster(home.cluster)
      if (found?.status === 'ready' && found.pid === child.pid) return found.pid
      await wait(pause)
    }
    child.kill('SIGQUIT')
    return undefined
  } finally {
    await log.close()
  }
}

function cannotRun(cause: Error) {
  return new EmbeddedPostgresError(
    'no-binaries',
    'The embedded PostgreSQL cannot be run here; it needs glibc (not Alpine). Set DATABASE_URL to use a PostgreSQL of your own.',
    { cause },
  )
}

/** Refuses a server that answers on our socket but serves another directory. */
export async function verifyOurs(home: Home, { address }: Postmaster, password: string | undefined): Promise<void> {
  const host = address.kind === 'socket' ? address.directory : '127.0.0.1'
  const client = new Client({
    host,
    port: address.port,
    user: superuser,
    database: 'postgres',
    ...(password ? { password } : {}),
  })
  // A server that goes away between two answers must reach us as a rejected query, not as an event nobody hears.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    if (rows[0]?.data_directory === home.cluster || process.platform === 'win32') return
    throw new EmbeddedPostgresError(
      'not-started',
      `The server at ${host} serves ${rows[0]?.data_directory}, not ${home.cluster}.`,
    )
  } finally {
    await client.end()
  }
}

/** Fast shutdown: running queries are cancelled, everything committed is kept. Falls back to an immediate one, which recovery repairs. */
export async function stopPostmaster(home: Home, programs: Programs, pid: number): Promise<void> {
  const stop = (mode: string) =>
    runProgram(programs, home.account, 'pg_ctl', ['stop', '-D', home.cluster, '-m', mode, '-t', '60'])
  if ((await readPostmaster(home.cluster))?.pid !== pid) return
  if ((await stop('fast')).code !== 0 && (await isPostmasterOf(home.cluster, pid))) await stop('immediate')
  // The file goes a moment before the process does.
  while (await isPostmasterOf(home.cluster, pid)) await wait(pause)
}

async function rotateLog(home: Home) {
  const size = await stat(logPath(home)).then(
    facts => facts.size,
    () => 0,
  )
  if (size > largestLog) await rename(logPath(home), `${logPath(home)}.1`)
}

async function readFrom(home: Home, start: number) {
  const log = await open(logPath(home), 'r')
  try {
    const { buffer, bytesRead } = await log.read(Buffer.alloc(2000), 0, 2000, start)
    return buffer.toString('utf8', 0, bytesRead).trim()
  } finally {
    await log.close()
  }
}

function logPath(home: Home) {
  return join(home.dir, 'postgres.log')
}
