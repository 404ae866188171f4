import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { CommandInput } from '../sandbox/command.ts'
import { wasCancelled } from '../sandbox/failure.ts'
import { filter, type Filter } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import { startFfmpeg } from '../sandbox/run.ts'
import type { Running } from '../sandbox/start.ts'
import { measureLoudness } from '../sound/loudness.ts'
import { channels, type SoundSource } from './decode-sounds.ts'
import type { Mix } from './mix.ts'

/** Highest true peak of a film, in dBTP. */
const highestPeak = -1
/** Encodings of the sound until its true peak must be right: AAC adds to peaks, and only the result tells how much. */
const mostAttempts = 4
/** Peaks between samples show at four times the rate. */
const oversampling = 4

type Gain = {
  readonly decibels: number
  /** What the limiter lets through, in dBTP; null where the sound is too quiet to need one. */
  readonly ceiling: number | null
}

/** Encodes a mix made louder by `decibels`, with true peaks of at most −1 dBTP; gives the path. */
export async function encodeBelowPeak(
  mix: Mix,
  decibels: number,
  kbps: number,
  source: SoundSource,
  signal: AbortSignal,
): Promise<string> {
  const path = join(source.workDir, 'sound.m4a')
  // A true peak may pass the highest sample by some three decibels.
  const isLoud = 20 * Math.log10(mix.peak) + decibels + 3 > highestPeak
  let ceiling = highestPeak - 0.5
  for (let attempt = 1; ; attempt++) {
    await encode(mix, { decibels, ceiling: isLoud ? ceiling : null }, kbps, source, signal)
    if (!isLoud || attempt === mostAttempts) return path
    const { truePeak } = await measureLoudness(source.tools, { kind: 'media', file: { path, origin: 'own' } }, signal)
    if (truePeak === null || truePeak <= highestPeak) return path
    ceiling -= truePeak - highestPeak + 0.2
  }
}

/** A limiter and an encoder take one thread each: where both are needed one ffmpeg gives its samples to another. */
async function encode(mix: Mix, gain: Gain, kbps: number, source: SoundSource, signal: AbortSignal): Promise<void> {
  const { sampleRate } = mix
  const samples = { kind: 'samples', file: { path: mix.path, origin: 'own' }, sampleRate, channels } as const
  if (gain.ceiling === null) {
    await encoder(samples, amplified(gain), kbps, source, signal).finished
    return
  }
  const limiting = limiter(samples, gain, source, signal)
  const encoding = encoder({ kind: 'sample-stream', sampleRate, channels }, [], kbps, source, signal)
  limiting.finished.catch(() => encoding.stop({ kind: 'cancelled' }))
  encoding.finished.catch(() => limiting.stop({ kind: 'cancelled' }))
  const [limited, encoded] = await Promise.allSettled([
    limiting.finished,
    encoding.finished,
    encoding.stdin === null ? null : pipeline(limiting.stdout, encoding.stdin),
  ])
  // Whichever failed first stopped the other; a broken pipe is only what follows.
  const failures = [limited, encoded].filter(one => one.status === 'rejected').map(one => one.reason as unknown)
  if (failures.length > 0) throw failures.find(one => !wasCancelled(one)) ?? failures[0]
}

function amplified({ decibels }: Gain): readonly Filter[] {
  return decibels === 0 ? [] : [filter('volume', { volume: `${decibels.toFixed(3)}dB` })]
}

function limiter(input: CommandInput, gain: Gain, { tools, sampleRate }: SoundSource, signal: AbortSignal): Running {
  const filters = [
    ...amplified(gain),
    filter('aresample', { osr: sampleRate * oversampling }),
    filter('alimiter', { limit: 10 ** ((gain.ceiling ?? 0) / 20), level: 0, attack: 5, release: 50, latency: 1 }),
    filter('aresample', { osr: sampleRate }),
  ]
  return startFfmpeg(
    tools,
    {
      inputs: [input],
      graph: [{ from: ['0:a:0'], filters, to: ['limited'] }],
      outputs: [
        {
          maps: ['limited'],
          video: null,
          audio: { kind: 'float', sampleRate, channels },
          container: { kind: 'raw-audio' },
          to: { kind: 'pipe', number: 1 },
        },
      ],
      log: 'error',
    },
    { limits: encodingLimits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
  )
}

function encoder(
  input: CommandInput,
  filters: readonly Filter[],
  kbps: number,
  { tools, workDir, sampleRate }: SoundSource,
  signal: AbortSignal,
): Running {
  const running = startFfmpeg(
    tools,
    {
      inputs: [input],
      graph: filters.length === 0 ? [] : [{ from: ['0:a:0'], filters, to: ['sound'] }],
      outputs: [
        {
          maps: [filters.length === 0 ? '0:a:0' : 'sound'],
          video: null,
          audio: { kind: 'aac', kbps, sampleRate, channels },
          container: { kind: 'mp4', rate: { num: sampleRate, den: 1 }, indexRoom: null },
          to: { kind: 'file', name: 'sound.m4a' },
        },
      ],
      log: 'error',
    },
    {
      limits: encodingLimits,
      signal,
      writable: workDir,
      stdin: input.kind === 'sample-stream' ? 'pipe' : 'none',
      pipes: 0,
      progress: null,
    },
  )
  running.stdout.resume()
  return running
}
