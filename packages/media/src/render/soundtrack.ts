import { createHash } from 'node:crypto'
import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filter } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import { runFfmpeg } from '../sandbox/run.ts'
import { measureLoudness } from '../sound/loudness.ts'
import { channels, decodeSounds, type SoundSource } from './decode-sounds.ts'
import type { Ducking } from './duck.ts'
import { keepPart } from './keep-part.ts'
import { type Mix, mixSound } from './mix.ts'
import type { SoundPiece } from './sound-plan.ts'

/** The encoded sound of a film. `measuredLoudness` is that of the mix in LUFS; null where it was not measured, or is silence. */
export type Soundtrack = { readonly path: string; readonly measuredLoudness: number | null }

export type SoundtrackWish = {
  readonly samples: number
  readonly ducking: Ducking | null
  readonly loudnessTarget: number | null
  readonly kbps: number
}

/** Raised whenever the same pieces give another sound than before. */
const soundtrackVersion = 1
/** Highest true peak of a film, in dBTP. */
const highestPeak = -1
/** Encodings of the sound until its true peak must be right: AAC adds to peaks, and only the result tells how much. */
const mostAttempts = 4
/** Peaks between samples show at four times the rate. */
const oversampling = 4

/** Mixes the pieces, brings them to their loudness and encodes them; or takes all that from the cache where nothing changed. */
export async function makeSoundtrack(
  pieces: readonly SoundPiece[],
  wish: SoundtrackWish,
  source: SoundSource,
  signal: AbortSignal,
): Promise<Soundtrack> {
  const { tools, sampleRate, workDir, cacheDir } = source
  const identities = [...new Set(pieces.map(piece => piece.mediaId))].map(id => [id, source.identity(id)])
  const content = JSON.stringify([soundtrackVersion, pieces, identities, wish, sampleRate])
  const key = createHash('sha256').update(content).digest('hex')
  const path = join(cacheDir, `${key}.m4a`)
  const loudnessFile = join(cacheDir, `${key}.loudness`)
  const [known] = await Promise.all([readFile(loudnessFile, 'utf8'), access(path)]).catch(() => [null])
  if (known !== null) return { path, measuredLoudness: JSON.parse(known) as number | null }

  const decoded = await decodeSounds(pieces, source, signal)
  const mix = await mixSound(pieces, decoded, join(workDir, 'mix.f32'), { ...wish, sampleRate }, signal)
  const input = { kind: 'samples', file: { path: mix.path, origin: 'own' }, sampleRate, channels } as const
  const { loudnessTarget } = wish
  const measuredLoudness = loudnessTarget === null ? null : (await measureLoudness(tools, input, signal)).integrated
  const gainDb = loudnessTarget === null || measuredLoudness === null ? 0 : loudnessTarget - measuredLoudness
  const made = await encodeBelowPeak(mix, gainDb, wish.kbps, source, signal)
  await writeFile(`${made}.loudness`, JSON.stringify(measuredLoudness))
  await keepPart(`${made}.loudness`, loudnessFile)
  await keepPart(made, path)
  return { path, measuredLoudness }
}

async function encodeBelowPeak(
  mix: Mix,
  gainDb: number,
  kbps: number,
  source: SoundSource,
  signal: AbortSignal,
): Promise<string> {
  const path = join(source.workDir, 'sound.m4a')
  // A true peak may pass the highest sample by some three decibels.
  const isLoud = 20 * Math.log10(mix.peak) + gainDb + 3 > highestPeak
  let ceiling = highestPeak - 0.5
  for (let attempt = 1; ; attempt++) {
    await encode(mix, gainDb, isLoud ? ceiling : null, kbps, source, signal)
    if (!isLoud || attempt === mostAttempts) return path
    const { truePeak } = await measureLoudness(source.tools, { kind: 'media', file: { path, origin: 'own' } }, signal)
    if (truePeak === null || truePeak <= highestPeak) return path
    ceiling -= truePeak - highestPeak + 0.2
  }
}

/** `ceiling` is that of the limiter before the encoder, in dBTP; null where the sound is too quiet to need one. */
async function encode(
  { path, sampleRate }: Mix,
  gainDb: number,
  ceiling: number | null,
  kbps: number,
  { tools, workDir }: SoundSource,
  signal: AbortSignal,
): Promise<void> {
  const filters = [
    ...(gainDb === 0 ? [] : [filter('volume', { volume: `${gainDb.toFixed(3)}dB` })]),
    ...(ceiling === null
      ? []
      : [
          filter('aresample', { osr: sampleRate * oversampling }),
          filter('alimiter', { limit: 10 ** (ceiling / 20), level: 0, attack: 5, release: 50, latency: 1 }),
          filter('aresample', { osr: sampleRate }),
        ]),
  ]
  await runFfmpeg(
    tools,
    {
      inputs: [{ kind: 'samples', file: { path, origin: 'own' }, sampleRate, channels }],
      graph: filters.length === 0 ? [] : [{ from: ['0:a:0'], filters, to: ['sound'] }],
      outputs: [
        {
          maps: [filters.length === 0 ? '0:a:0' : 'sound'],
          video: null,
          audio: { kind: 'aac', kbps, sampleRate, channels },
          container: { kind: 'mp4', rate: { num: sampleRate, den: 1 }, faststart: false },
          to: { kind: 'file', name: 'sound.m4a' },
        },
      ],
      log: 'error',
    },
    { limits: encodingLimits, signal, writable: workDir, stdin: 'none', pipes: 0, progress: null },
  )
}
