import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** A process of ours; `ready` is the first line that it prints. */
export type Program = { readonly child: ChildProcess; readonly ready: string; kill(signal?: NodeJS.Signals): Promise<void> }

/** Runs Node with these arguments. Rejects when it ends before it prints a line. */
export async function startProgram(args: readonly string[], env = process.env): Promise<Program> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const early = ended.then(() => Promise.reject(new Error(`${args.join(' ')} ended before it was ready`)))
  const ready = await Promise.race([firstLine(child.stdout), early])
  early.catch(() => undefined)
  return {
    child,
    ready,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await ended
    },
  }
}

/** Runs a file in a process that is spoken to over IPC. */
export const forkProgram = (file: string, env: NodeJS.ProcessEnv): ChildProcess => fork(file, { env, execArgv: [] })

async function firstLine(output: Readable): Promise<string> {
  let text = ''
  while (!text.includes('\n')) {
    const [chunk] = (await once(output, 'data')) as [Buffer]
    text += String(chunk)
  }
  output.resume()
  return text.slice(0, text.indexOf('\n'))
}
