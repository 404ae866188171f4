import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommandInput, CommandOutput } from '../sandbox/command.ts'
import { MediaRunError } from '../sandbox/failure.ts'
import { filter, type Filter, type FilterChain } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { runFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { RenderError } from './failure.ts'
import { keepPart } from './keep-part.ts'
import type { SoundPiece } from './sound-plan.ts'

/** Decoded sound is interleaved stereo of 32-bit floats. */
export const channels = 2
export const bytesPerSample = channels * 4

export type SoundSource = {
  readonly tools: MediaTools
  readonly media: ReadonlyMap<string, InputFile>
  /** Identity of a media's bytes, by its id. */
  readonly identity: (mediaId: string) => string
  /** Each media by its id with the clips that play it, for people. */
  readonly names: ReadonlyMap<string, string>
  readonly sampleRate: number
  readonly workDir: string
  readonly cacheDir: string
  readonly cores: number
}

/** Raised whenever the same piece decodes to other samples than before. */
const decoderVersion = 1
/** Starting ffmpeg costs as much as decoding some twenty seconds: pieces share a run. */
const piecesOfRun = 8
/** Longer pieces are few and would fill the cache, at 23 MB a minute. */
const longestKeptSeconds = 30

/** Decodes every piece, or takes it from the cache; gives the paths of their raw samples, null where there is no file. */
export async function decodeSounds(
  pieces: readonly SoundPiece[],
  source: SoundSource,
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  const wanted = new Map(pieces.map(piece => [keyOf(piece, source), piece]))
  const places = new Map<string, string>()
  const missing: [string, SoundPiece][] = []
  for (const [key, piece] of wanted) {
    if (!source.media.has(piece.mediaId)) continue
    const kept = join(source.cacheDir, `${key}.f32`)
    if (await isThere(kept)) places.set(key, kept)
    else missing.push([key, piece])
  }
  const decodeNext = async (): Promise<void> => {
    for (let run = missing.splice(0, piecesOfRun); run.length > 0; run = missing.splice(0, piecesOfRun)) {
      await decodeRun(run, source, signal)
      for (const [key, piece] of run) places.set(key, await settled(key, piece, source))
    }
  }
  await Promise.all(Array.from({ length: source.cores }, decodeNext))
  return pieces.map(piece => places.get(keyOf(piece, source)) ?? null)
}

/** Samples depend on what is read and how fast, and not on where they are heard or how loud. */
function keyOf({ mediaId, sourceSeconds, speed, samples }: SoundPiece, { identity, sampleRate }: SoundSource): string {
  const content = [decoderVersion, identity(mediaId), sourceSeconds, speed, samples, sampleRate]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

async function settled(key: string, piece: SoundPiece, { workDir, cacheDir, sampleRate }: SoundSource): Promise<string> {
  const made = join(workDir, `${key}.f32`)
  if (piece.samples > longestKeptSeconds * sampleRate) return made
  const kept = join(cacheDir, `${key}.f32`)
  await keepPart(made, kept)
  return kept
}

type Run = readonly (readonly [key: string, piece: SoundPiece])[]

/** Decodes several pieces in one run; where that fails, each by itself, so that the error names the one. */
async function decodeRun(run: Run, source: SoundSource, signal: AbortSignal): Promise<void> {
  const { tools, workDir, names } = source
  const commands = run.map(([key, piece], index) => pieceCommand(key, piece, source, index))
  try {
    const said = await runFfmpeg(
      tools,
      {
        inputs: commands.map(one => one.input),
        graph: commands.map(one => one.chain),
        outputs: commands.map(one => one.output),
        log: 'error',
      },
      { limits: encodingLimits, signal, writable: workDir, stdin: 'none', pipes: 0, progress: null },
    )
    const sizes = await Promise.all(run.map(async ([key]) => (await stat(join(workDir, `${key}.f32`))).size))
    // A piece beyond the end of its source is silent without a word.
    if (said === '' || sizes.every(size => size > 0)) return
    if (run.length === 1) throw unreadable(run, names, said.trimEnd().split('\n').at(-1) ?? '')
  } catch (error) {
    if (!(error instanceof MediaRunError && error.reason.kind === 'exited')) throw error
    if (run.length === 1) throw unreadable(run, names, error.message, error)
  }
  for (const one of run) await decodeRun([one], source, signal)
}

function unreadable([one]: Run, names: ReadonlyMap<string, string>, said: string, cause?: unknown): RenderError {
  const mediaId = one?.[1].mediaId ?? ''
  const message = `the sound of ${names.get(mediaId) ?? mediaId} cannot be decoded: ${said}`
  return new RenderError('media-unreadable', mediaId, message, { cause })
}

type PieceCommand = { readonly input: CommandInput; readonly chain: FilterChain; readonly output: CommandOutput }

function pieceCommand(key: string, piece: SoundPiece, { media, sampleRate }: SoundSource, index: number): PieceCommand {
  const speed = Math.abs(piece.speed)
  const seconds = piece.samples / sampleRate
  const first = piece.speed >= 0 ? piece.sourceSeconds : piece.sourceSeconds - seconds * speed
  const seek = Math.max(0, first)
  const silence = Math.round(((seek - first) / speed) * sampleRate)
  const filters: readonly Filter[] = [
    filter('aresample', { osr: sampleRate, async: 1, first_pts: 0 }),
    filter('aformat', { sample_fmts: 'flt', channel_layouts: 'stereo' }),
    ...(piece.speed < 0 ? [filter('areverse')] : []),
    ...tempoFilters(speed),
    ...(silence > 0 && piece.speed > 0
      ? [filter('asetpts', { expr: `PTS+${silence}/SR/TB` }), filter('aresample', { async: 1, first_pts: 0 })]
      : []),
  ]
  const label = `sound${index}`
  return {
    input: { kind: 'media', file: media.get(piece.mediaId) as InputFile, seek, length: seconds * speed + 0.1 },
    chain: { from: [`${index}:a:0`], filters, to: [label] },
    output: {
      maps: [label],
      video: null,
      audio: { kind: 'float', sampleRate, channels },
      container: { kind: 'raw-audio' },
      to: { kind: 'file', name: `${key}.f32` },
    },
  }
}

/** `atempo` keeps the pitch; one filter takes between half and twice without skipping samples. */
function tempoFilters(speed: number): readonly Filter[] {
  const filters: Filter[] = []
  let rest = speed
  for (; rest > 2; rest /= 2) filters.push(filter('atempo', { tempo: 2 }))
  for (; rest < 0.5; rest *= 2) filters.push(filter('atempo', { tempo: 0.5 }))
  return Math.abs(rest - 1) < 1e-9 ? filters : [...filters, filter('atempo', { tempo: rest })]
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
