import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './account.ts'
import type { Programs } from './programs.ts'

type Output = { readonly code: number | null; readonly text: string }

/** Runs one of PostgreSQL's programs to its end. Throws only when it cannot be started at all. */
export async function runProgram(
  programs: Programs,
  account: Account,
  name: 'initdb' | 'pg_ctl',
  args: readonly string[],
): Promise<Output> {
  const child = spawn(join(programs.bin, name), args, { ...surroundings(account), stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

/** Starts a postmaster in a session of its own, so that Ctrl-C in our terminal does not reach it before we are done. */
export function spawnPostmaster(programs: Programs, account: Account, args: readonly string[], logFile: number): ChildProcess {
  const child = spawn(join(programs.bin, 'postgres'), args, {
    ...surroundings(account),
    detached: true,
    stdio: ['ignore', logFile, logFile],
  })
  child.unref()
  return child
}

/** Runs one of our own scripts beside us; it outlives this process. */
export function spawnScript(script: URL, args: readonly string[]): void {
  spawn(process.execPath, [fileURLToPath(script), ...args], { detached: true, stdio: 'ignore', windowsHide: true }).unref()
}

/** Neither our secrets nor the caller's PG* settings belong into the database's environment. */
function surroundings(account: Account) {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap(name => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    cwd: process.platform === 'win32' ? process.cwd() : '/',
    env: { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
    ...(account.switch ? { uid: account.uid, gid: account.gid } : {}),
  }
}
