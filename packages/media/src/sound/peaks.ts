import type { CommandOutput } from '../sandbox/command.ts'
import { filter } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'

/** What a waveform is drawn from: for each stretch of time the lowest and the highest sample, from −1 to 1. */
export type Peaks = {
  readonly perSecond: number
  /** Two numbers per stretch: lowest, highest. */
  readonly values: Float32Array
}

/** Enough for the shape of a wave, and a sixth of the samples. */
const sampleRate = 8000

/** By itself ffmpeg adds channels of float samples up to 3 dB too loud; with a sum of weights of 1 nothing can exceed its channels. */
export const peaksResampling = filter('aresample', {
  osr: sampleRate,
  out_sample_fmt: 'flt',
  out_channel_layout: 'mono',
  rematrix_maxval: 1,
  async: 1,
  first_pts: 0,
})

/** Where samples resampled with {@link peaksResampling} go, for a {@link peakReader}. */
export const peaksOutput = (maps: readonly string[], to: CommandOutput['to']): CommandOutput => ({
  maps,
  video: null,
  audio: { kind: 'float', sampleRate, channels: 1 },
  container: { kind: 'raw-audio' },
  to,
})

/** Samples of one stretch, of which `perSecond` make a second; it divides 8000. */
export function samplesPerStretch(perSecond: number): number {
  const samples = sampleRate / perSecond
  if (!Number.isInteger(samples)) throw new RangeError(`${perSecond} does not divide ${sampleRate}`)
  return samples
}

/** Peaks of the first audio stream, mixed to one channel. `perSecond` divides 8000. */
export async function measurePeaks(
  tools: MediaTools,
  file: InputFile,
  perSecond: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<Peaks> {
  const perStretch = samplesPerStretch(perSecond)
  const running = startFfmpeg(
    tools,
    {
      inputs: [{ kind: 'media', file }],
      graph: [{ from: ['0:a:0'], filters: [peaksResampling], to: ['sound'] }],
      outputs: [peaksOutput(['sound'], { kind: 'pipe', number: 1 })],
      log: 'error',
    },
    { limits: encodingLimits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
  )
  const reader = peakReader(perStretch)
  running.stdout.on('data', reader.read)
  await running.finished
  return { perSecond, values: reader.values() }
}

/** Gathers peaks from raw floats that come in pieces of any length. */
export function peakReader(perStretch: number): { readonly read: (piece: Buffer) => void; readonly values: () => Float32Array } {
  const found: number[] = []
  let rest = Buffer.alloc(0)
  let low = 0
  let high = 0
  let count = 0
  return {
    read(piece) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const whole = bytes.length - (bytes.length % 4)
      for (let at = 0; at < whole; at += 4) {
        const sample = bytes.readFloatLE(at)
        if (sample < low) low = sample
        if (sample > high) high = sample
        if (++count < perStretch) continue
        found.push(low, high)
        low = high = count = 0
      }
      rest = Buffer.from(bytes.subarray(whole))
    },
    values: () => Float32Array.from(count === 0 ? found : [...found, low, high]),
  }
}
