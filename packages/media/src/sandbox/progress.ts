/** How far a run has come, read from ffmpeg's `-progress` pipe. */
export type RunProgress = {
  /** Seconds of output written. */
  readonly seconds: number
  readonly frames: number
  /** Output seconds per wall second; null until ffmpeg knows. */
  readonly speed: number | null
  /** Wall seconds still to go, where the length of the output is known. */
  readonly secondsLeft: number | null
}

/**
 * A reader of ffmpeg's `key=value` lines, fed with pieces as they come; calls `onProgress` once per report.
 * `length` is the expected length of the output in seconds, or null.
 */
export function progressReader(length: number | null, onProgress: (progress: RunProgress) => void): (piece: string) => void {
  let rest = ''
  let values = new Map<string, string>()
  return piece => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const at = line.indexOf('=')
      if (at < 0) continue
      const key = line.slice(0, at)
      values.set(key, line.slice(at + 1).trim())
      if (key !== 'progress') continue
      onProgress(report(values, length))
      values = new Map()
    }
  }
}

function report(values: ReadonlyMap<string, string>, length: number | null): RunProgress {
  // Before the first packet ffmpeg says N/A, and a negative time while an encoder is being primed.
  const seconds = Math.max(0, number(values.get('out_time_us')) ?? 0) / 1e6
  const speed = number(values.get('speed')?.replace('x', ''))
  const left = length === null || speed === null || speed <= 0 ? null : Math.max(0, length - seconds) / speed
  return { seconds, frames: number(values.get('frame')) ?? 0, speed, secondsLeft: left }
}

function number(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? '')
  return Number.isFinite(value) ? value : null
}
