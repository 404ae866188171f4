import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import type { Rate } from '@storycanvas/timeline'
import { partName, type VideoEncoding } from '../sandbox/command.ts'
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

/** Draws a segment and encodes it into its part. The part appears whole or not at all. */
export async function encodeDrawn(
  tools: MediaTools,
  segment: Segment,
  frames: AsyncIterable<Frame>,
  encoding: SegmentEncoding,
  signal: AbortSignal,
  onFrames: (count: number) => void,
): Promise<void> {
  const directory = await mkdtemp(join(encoding.workDir, 'part-'))
  try {
    const words = await wordsFilter(segment, encoding, directory)
    const running = startFfmpeg(
      tools,
      {
        inputs: [{ kind: 'frames', ...encoding.canvas, rate: encoding.rate }],
        graph: words.length === 0 ? [] : [{ from: ['0:v:0'], filters: words, to: ['picture'] }],
        outputs: [
          {
            maps: [words.length === 0 ? '0:v:0' : 'picture'],
            video: pictureEncoding(encoding),
            audio: null,
            container: { kind: 'mp4', rate: encoding.rate, indexRoom: null },
            to: { kind: 'file', name: 'part.mp4' },
          },
        ],
        log: 'error',
      },
      { limits: encodingLimits, signal, writable: directory, pipes: 0, stdin: 'pipe', progress: null },
    )
    running.stdout.resume()
    const writing = write(frames, running.stdin as Writable, () => onFrames(1))
    const [encoded, drawn] = await Promise.allSettled([running.finished, writing])
    // Where drawing failed, the encoder has come to a good end with too few frames: that is no part.
    if (drawn.status === 'rejected') throw drawn.reason
    if (encoded.status === 'rejected') throw encoded.reason
    await keepPart(join(directory, 'part.mp4'), partPath(encoding, segment))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Encodes segments that follow each other in one run, from pictures that ffmpeg makes by itself. All parts appear, or none. */
export async function encodeDirect(
  tools: MediaTools,
  segments: readonly Segment[],
  pictures: DirectPictures,
  encoding: SegmentEncoding,
  signal: AbortSignal,
  onFrames: (count: number) => void,
): Promise<void> {
  const directory = await mkdtemp(join(encoding.workDir, 'part-'))
  const { rate } = encoding
  const total = segments.reduce((sum, segment) => sum + segment.duration, 0)
  const [, ...starts] = segments.map(segment => segment.start - (segments[0]?.start ?? 0))
  const [second, ...later] = starts
  try {
    const words = segments.length > 1 ? [] : await wordsFilter(segments[0] as Segment, encoding, directory)
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
        outputs: [
          {
            maps: ['picture'],
            video: { ...pictureEncoding(encoding), keyframesAt: starts.map(start => (start * rate.den) / rate.num) },
            audio: null,
            ...(second === undefined
              ? { container: { kind: 'mp4', rate, indexRoom: null }, to: { kind: 'file', name: partName('part', 0) } }
              : { container: { kind: 'mp4-parts', rate, starts: [second, ...later] }, to: { kind: 'parts', name: 'part' } }),
            frames: total,
          },
        ],
        log: 'error',
      },
      { limits: encodingLimits, signal, writable: directory, pipes: 0, stdin: 'none', progress: { length: null, on } },
    )
    // With a frame too few, what follows it would stand in the wrong parts.
    if (done !== total) throw new NoPictures()
    for (const [index, segment] of segments.entries()) {
      await keepPart(join(directory, partName('part', index)), partPath(encoding, segment))
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** ffmpeg came to a good end without the pictures that were asked for: the media holds none that it can decode. */
export class NoPictures extends Error {
  override readonly name = 'NoPictures'
}

function partPath({ cacheDir }: SegmentEncoding, { key }: Segment): string {
  return join(cacheDir, `${key}.mp4`)
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

function pictureEncoding({ rate, preset, threads }: SegmentEncoding): Extract<VideoEncoding, { kind: 'x264' }> {
  const { x264, crf, lookahead } = renderPresets[preset]
  return {
    kind: 'x264',
    preset: x264,
    crf,
    lookahead,
    keyframeInterval: Math.max(1, Math.round((rate.num * 2) / rate.den)),
    maxKbps: null,
    threads,
    joinable: true,
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
