import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { Rate } from '@storycanvas/timeline'
import type { CommandOutput } from '../sandbox/command.ts'
import { filter, type Filter } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import type { RunProgress } from '../sandbox/progress.ts'
import { runFfmpeg, startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import type { DirectPictures } from './direct.ts'
import type { Fitting } from './fitting.ts'
import type { Frame } from './frame.ts'
import { keepPart } from './keep-part.ts'
import { type RenderPreset, renderPresets } from './preset.ts'
import type { Segment } from './segment.ts'

export type SegmentEncoding = {
  readonly canvas: { readonly width: number; readonly height: number }
  readonly rate: Rate
  readonly fitting: Fitting
  readonly preset: RenderPreset
  readonly threads: number
  readonly fontDirectory: string | null
  /** Where a part is made, and removed from if that fails. On the file system of `cacheDir`. */
  readonly workDir: string
  /** Where the finished part appears, as `<key>.mp4`. */
  readonly cacheDir: string
}

/** Where a segment's pictures come from: drawn by us one by one, or read and mixed by ffmpeg without passing through us. */
export type SegmentPictures =
  | { readonly kind: 'drawn'; readonly frames: AsyncIterable<Frame> }
  | ({ readonly kind: 'direct' } & DirectPictures)

/** Encodes the pictures of a segment into its part. The part appears whole or not at all. */
export async function encodeSegment(
  tools: MediaTools,
  segment: Segment,
  pictures: SegmentPictures,
  encoding: SegmentEncoding,
  signal: AbortSignal,
  onFrames: (count: number) => void,
): Promise<void> {
  const directory = await mkdtemp(join(encoding.workDir, 'part-'))
  try {
    const words = await wordsFilter(segment, encoding, directory)
    const options = { limits: encodingLimits, signal, writable: directory, pipes: 0 } as const
    if (pictures.kind === 'drawn') {
      const running = startFfmpeg(
        tools,
        {
          inputs: [{ kind: 'frames', ...encoding.canvas, rate: encoding.rate }],
          graph: words.length === 0 ? [] : [{ from: ['0:v:0'], filters: words, to: ['picture'] }],
          outputs: [partOutput(words.length === 0 ? '0:v:0' : 'picture', encoding)],
          log: 'error',
        },
        { ...options, stdin: 'pipe', progress: null },
      )
      running.stdout.resume()
      const writing = write(pictures.frames, running.stdin as Writable, () => onFrames(1))
      const [encoded, drawn] = await Promise.allSettled([running.finished, writing])
      // Where drawing failed, the encoder has come to a good end with too few frames: that is no part.
      if (drawn.status === 'rejected') throw drawn.reason
      if (encoded.status === 'rejected') throw encoded.reason
    } else {
      let done = 0
      const on = ({ frames }: RunProgress): void => {
        onFrames(frames - done)
        done = frames
      }
      await runFfmpeg(
        tools,
        {
          inputs: pictures.inputs,
          graph: [
            ...pictures.graph,
            { from: ['mixed'], filters: [...words, filter('format', { pix_fmts: 'yuv420p' })], to: ['picture'] },
          ],
          outputs: [{ ...partOutput('picture', encoding), frames: segment.duration }],
          log: 'error',
        },
        { ...options, stdin: 'none', progress: { length: null, on } },
      )
      if (done !== segment.duration) throw new NoPictures()
    }
    await keepPart(join(directory, 'part.mp4'), join(encoding.cacheDir, `${segment.key}.mp4`))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** ffmpeg came to a good end without the pictures that were asked for: the media holds none that it can decode. */
export class NoPictures extends Error {
  override readonly name = 'NoPictures'
}

async function wordsFilter(
  { script }: Segment,
  { fontDirectory }: SegmentEncoding,
  directory: string,
): Promise<readonly Filter[]> {
  if (script === null) return []
  const path = join(directory, 'words.ass')
  await writeFile(path, script)
  const fonts = fontDirectory === null ? {} : { fontsdir: { path: fontDirectory, origin: 'own' as const } }
  return [filter('ass', { filename: { path, origin: 'own' }, ...fonts })]
}

function partOutput(map: string, { rate, preset, threads }: SegmentEncoding): CommandOutput {
  const { x264, crf, lookahead } = renderPresets[preset]
  return {
    maps: [map],
    video: {
      kind: 'x264',
      preset: x264,
      crf,
      lookahead,
      keyframeInterval: Math.max(1, Math.round((rate.num * 2) / rate.den)),
      maxKbps: null,
      threads,
      joinable: true,
    },
    audio: null,
    container: { kind: 'mp4', rate, faststart: false },
    to: { kind: 'file', name: 'part.mp4' },
  }
}

/** Frames on their way to the encoder at once. Their buffers are used again, since 2 GB of them a minute would burden the collector. */
const framesUnderWay = 3

async function write(frames: AsyncIterable<Frame>, pipe: Writable, onFrame: () => void): Promise<void> {
  const free: Uint8Array[] = []
  let made = 0
  let wake: () => void = () => undefined
  pipe.on('close', () => wake())
  try {
    for await (const frame of frames) {
      if (made < framesUnderWay) free.push(new Uint8Array(frame.bytes.length))
      made++
      while (free.length === 0 && !pipe.destroyed) await new Promise<void>(resolve => (wake = resolve))
      const copy = free.pop()
      if (pipe.destroyed || copy === undefined) return
      // The frame's own bytes are drawn over next.
      copy.set(frame.bytes)
      pipe.write(copy, () => {
        free.push(copy)
        wake()
      })
      onFrame()
    }
  } finally {
    pipe.end()
  }
}
