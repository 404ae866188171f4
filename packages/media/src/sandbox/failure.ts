/** Why a run of ffmpeg or ffprobe has no result. */
export type FailureReason =
  | { readonly kind: 'exited'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'timed-out'; readonly limit: 'wall' | 'cpu'; readonly seconds: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'out-of-memory'; readonly bytes: number }
  | { readonly kind: 'output-too-large'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly code: 'sandbox-missing' | 'not-a-file' | 'path-not-absolute'; readonly path: string }
  | { readonly kind: 'not-started'; readonly detail: string }

/** The facts of one run, for logs and bug reports. */
export type RunFacts = {
  readonly program: 'ffmpeg' | 'ffprobe'
  readonly argv: readonly string[]
  readonly sandbox: 'bwrap' | 'none'
  /** Wall clock. */
  readonly seconds: number
}

/** Thrown by everything that runs a media program: the reason, the end of what the program said, and the run's facts. */
export class MediaRunError extends Error {
  override readonly name = 'MediaRunError'
  readonly reason: FailureReason
  readonly stderr: string
  readonly run: RunFacts

  constructor(reason: FailureReason, stderr: string, run: RunFacts) {
    super(`${run.program} ${sentence(reason)}${stderr === '' ? '' : `: ${lastLine(stderr)}`}`)
    this.reason = reason
    this.stderr = stderr
    this.run = run
  }
}

/** True for what a run ends with that was stopped because another one failed, or somebody asked for it. */
export function wasCancelled(error: unknown): boolean {
  return error instanceof MediaRunError && error.reason.kind === 'cancelled'
}

function sentence(reason: FailureReason): string {
  switch (reason.kind) {
    case 'exited':
      return reason.signal === null ? `ended with code ${reason.exitCode}` : `was ended by ${reason.signal}`
    case 'timed-out':
      return `used up its ${reason.seconds} s of ${reason.limit} time`
    case 'cancelled':
      return 'was cancelled'
    case 'out-of-memory':
      return `needed more than its ${Math.round(reason.bytes / 2 ** 20)} MiB of memory`
    case 'output-too-large':
      return `wrote more than ${reason.bytes} bytes`
    case 'refused':
      return `was not started (${reason.code})`
    case 'not-started':
      return `could not be started (${reason.detail})`
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? ''
}
