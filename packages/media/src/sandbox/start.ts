import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { bwrapArguments } from './bwrap.ts'
import { type FailureReason, MediaRunError, type RunFacts } from './failure.ts'
import { type Limits, limitArguments } from './limits.ts'
import { type Placement, placeFiles } from './placement.ts'
import type { MediaTools } from './tools.ts'

export type Start = {
  readonly program: 'ffmpeg' | 'ffprobe'
  /** Builds the arguments; every file goes through the placement, so nothing else can be named. */
  readonly argv: (placement: Placement) => readonly string[]
  /** The one directory that may be written to. */
  readonly writable: string | null
  readonly stdin: 'none' | 'pipe'
  /** How many output pipes the arguments name besides stdout: `pipe:3`, `pipe:4` and so on. */
  readonly pipes: number
  readonly limits: Limits
  readonly signal: AbortSignal
}

export type Running = {
  readonly stdin: Writable | null
  readonly stdout: Readable
  /** `pipe:3` first. */
  readonly pipes: readonly Readable[]
  /** Resolves with the end of stderr; rejects with {@link MediaRunError}. By then no process of the run is left. */
  readonly finished: Promise<string>
  /** Kills the whole process group; `finished` then rejects with this reason. */
  readonly stop: (reason: FailureReason) => void
}

/** Enough for a measurement's summary or the last complaints, and no more than that of a flood of warnings. */
const stderrKept = 64 * 1024

/** Starts ffmpeg or ffprobe in the sandbox. This is the only place where StoryCanvas starts a media program. */
export function startProgram(tools: MediaTools, start: Start): Running {
  const began = performance.now()
  const placement = placeFiles(tools.sandbox.kind, start.writable)
  const argv = start.argv(placement)
  const facts = (): RunFacts => ({
    program: start.program,
    argv,
    sandbox: tools.sandbox.kind,
    seconds: (performance.now() - began) / 1000,
  })
  const refusal = refuse(tools, placement)
  if (refusal !== null) throw new MediaRunError(refusal, '', facts())
  if (start.signal.aborted) throw new MediaRunError({ kind: 'cancelled' }, '', facts())

  const program = tools[start.program]
  const line = [
    ...(tools.prlimit === null ? [] : limitArguments(tools.prlimit, start.limits)),
    ...(tools.sandbox.kind === 'bwrap' ? bwrapArguments(tools.sandbox.path, program, placement) : []),
    program,
    ...argv,
  ]
  const child = spawn(line[0] ?? program, line.slice(1), {
    stdio: [
      start.stdin === 'pipe' ? 'pipe' : 'ignore',
      'pipe',
      'pipe',
      ...Array.from({ length: start.pipes }, () => 'pipe' as const),
    ],
    // A process group of its own, so that the whole of it can be killed.
    detached: true,
    env: { PATH: '/usr/bin:/bin', HOME: '/tmp', LANG: 'C.UTF-8', MALLOC_ARENA_MAX: '2' },
    ...(tools.sandbox.kind === 'none' && start.writable !== null ? { cwd: start.writable } : {}),
  })

  let stopped: FailureReason | null = null
  const stop = (reason: FailureReason): void => {
    stopped ??= reason
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // Already gone: the group ended between its last word and ours.
    }
    // Nobody will read what is left in the pipes. The end of stderr is waited for: it comes when the last process is gone,
    // which in a sandbox is a moment after the first.
    for (const stream of child.stdio) if (stream !== child.stderr) stream?.destroy()
  }
  const cancel = (): void => stop({ kind: 'cancelled' })
  const wall = setTimeout(
    () => stop({ kind: 'timed-out', limit: 'wall', seconds: start.limits.wallSeconds }),
    Math.min(start.limits.wallSeconds * 1000, 2 ** 31 - 1),
  )
  start.signal.addEventListener('abort', cancel, { once: true })

  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    stderr = (stderr + piece).slice(-stderrKept)
  })
  // A program that ends early breaks its input pipe; its exit code tells the reason better than EPIPE does.
  child.stdin?.on('error', () => undefined)

  const finished = new Promise<string>((resolve, reject) => {
    child.once('error', error => {
      stopped ??= { kind: 'not-started', detail: error.message }
      if (child.pid === undefined) done(null, null)
    })
    child.once('close', done)
    function done(code: number | null, signal: NodeJS.Signals | null): void {
      clearTimeout(wall)
      start.signal.removeEventListener('abort', cancel)
      if (code === 0 && stopped === null) resolve(stderr)
      else reject(new MediaRunError(stopped ?? ending(code, signal, stderr, start.limits), stderr, facts()))
    }
  })
  const pipes = child.stdio.slice(3) as Readable[]
  return { stdin: child.stdin, stdout: child.stdout as Readable, pipes, finished, stop }
}

function refuse(tools: MediaTools, placement: Placement): FailureReason | null {
  for (const { file } of placement.inputs.values()) {
    if (file.origin === 'outside' && tools.sandbox.kind === 'none' && !tools.allowUnsandboxed) {
      return { kind: 'refused', code: 'sandbox-missing', path: file.path }
    }
    const found = statSync(file.path, { throwIfNoEntry: false })
    if (found === undefined || !(found.isFile() || (file.origin === 'own' && found.isDirectory()))) {
      return { kind: 'refused', code: 'not-a-file', path: file.path }
    }
  }
  return null
}

/** bwrap reports a child's signal as 128 + its number; ffmpeg an errno as 256 − errno. */
function ending(code: number | null, signal: NodeJS.Signals | null, stderr: string, limits: Limits): FailureReason {
  if (signal === 'SIGXCPU' || code === 152) return { kind: 'timed-out', limit: 'cpu', seconds: limits.cpuSeconds }
  if (signal === 'SIGXFSZ' || code === 153 || stderr.includes('File too large')) {
    return { kind: 'output-too-large', bytes: limits.fileSize }
  }
  if (code === 244 || stderr.includes('Cannot allocate memory')) return { kind: 'out-of-memory', bytes: limits.memory }
  return { kind: 'exited', exitCode: code, signal }
}
