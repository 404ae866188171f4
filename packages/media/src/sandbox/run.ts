import { type Command, commandArguments } from './command.ts'
import type { Limits } from './limits.ts'
import { progressReader, type RunProgress } from './progress.ts'
import { type Running, startProgram } from './start.ts'
import type { MediaTools } from './tools.ts'

export type RunOptions = {
  readonly limits: Limits
  readonly signal: AbortSignal
  /** The one directory that outputs go to; null where all output goes into pipes. */
  readonly writable: string | null
  readonly stdin: 'none' | 'pipe'
  /** Pipes for output besides stdout, `pipe:3` first. */
  readonly pipes: number
  /** Reports arrive twice a second; `length` is that of the output in seconds, where known. */
  readonly progress: { readonly length: number | null; readonly on: (progress: RunProgress) => void } | null
}

/** Starts one ffmpeg command. The progress pipe, if asked for, comes after the output pipes. */
export function startFfmpeg(tools: MediaTools, command: Omit<Command, 'progressPipe'>, options: RunOptions): Running {
  const progressPipe = options.progress === null ? null : 3 + options.pipes
  const running = startProgram(tools, {
    program: 'ffmpeg',
    argv: placement => commandArguments({ ...command, progressPipe }, placement),
    writable: options.writable,
    stdin: options.stdin,
    pipes: options.pipes + (progressPipe === null ? 0 : 1),
    limits: options.limits,
    signal: options.signal,
  })
  if (options.progress !== null) {
    const read = progressReader(options.progress.length, options.progress.on)
    running.pipes.at(-1)?.setEncoding('utf8').on('data', read)
  }
  return running
}

/** Runs one ffmpeg command to its end; resolves with the end of what it logged. */
export async function runFfmpeg(tools: MediaTools, command: Omit<Command, 'progressPipe'>, options: RunOptions): Promise<string> {
  const running = startFfmpeg(tools, command, options)
  running.stdout.resume()
  return await running.finished
}

/** Waits for a program that prints its answer on stdout; more than `maximum` bytes of it is a failure. */
export async function collectOutput(running: Running, maximum: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  running.stdout.on('data', (piece: Buffer) => {
    size += piece.length
    if (size > maximum) running.stop({ kind: 'output-too-large', bytes: maximum })
    else pieces.push(piece)
  })
  await running.finished
  return Buffer.concat(pieces)
}
