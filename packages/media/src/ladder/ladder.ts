import type { Rate } from '@storycanvas/timeline'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { manifestFiles, sorted } from '../manifest/files.ts'
import { masterPlaylist } from '../manifest/hls.ts'
import type { AudioRendition, Rendition, VideoRendition } from '../manifest/rendition.ts'
import type { AudioFacts, MediaFacts, VideoFacts } from '../probe/facts.ts'
import type { Command } from '../sandbox/command.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import type { RunProgress } from '../sandbox/progress.ts'
import { startFfmpeg } from '../sandbox/run.ts'
import { wasCancelled } from '../sandbox/failure.ts'
import type { Running } from '../sandbox/start.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { type Loudness, readSummary } from '../sound/loudness.ts'
import { peakReader, type Peaks, samplesPerStretch } from '../sound/peaks.ts'
import { type RenditionPlan, writePlaylist, writeRendition, writeWhole } from './rendition-writer.ts'
import { ladderRate, ladderRungs, quickRung, type Rung } from './rungs.ts'
import { settleCommand } from './settled-sound.ts'
import { audioRate, type LadderEncoding, transcodeCommand } from './transcode-command.ts'

export type LadderOptions = {
  readonly tools: MediaTools
  readonly input: InputFile
  /** Facts of the input, from `probeMedia`. */
  readonly facts: MediaFacts
  /**
   * Directory for `master.m3u8`, `manifest.mpd` and one directory per rendition. Best an empty one of its own: when the
   * run fails or is cancelled, what it made stays there for the caller to remove.
   */
  readonly outDir: string
  readonly encoding?: LadderEncoding
  /** Told once, when the first segment of every rendition is there: from then on HLS plays while the rest is made. */
  readonly onPlayable?: () => void
  /** Told of a rendition so far after each of its segments has been written; the run waits for the answer. */
  readonly onSegment?: (rendition: Rendition) => Promise<void>
  readonly onProgress?: (progress: RunProgress) => void
  readonly signal?: AbortSignal
}

export type Ladder = {
  readonly video: readonly VideoRendition[]
  readonly audio: readonly AudioRendition[]
  readonly seconds: number
  readonly bytes: number
}

/** What the sound of a film was found to be while it was encoded. */
export type MeasuredSound = { readonly loudness: Loudness; readonly peaks: Peaks }

const defaultEncoding: LadderEncoding = { preset: 'veryfast', crf: 23, audioKbps: 128 }
const quickEncoding: LadderEncoding = { preset: 'ultrafast', crf: 27, audioKbps: 128 }

/**
 * Makes every quality of a film in one run: CMAF segments that DASH and HLS share, cut at the same frames in all
 * qualities. Sound without pictures becomes one audio rendition. Throws `MediaRunError`.
 */
export function transcodeLadder(options: LadderOptions): Promise<Ladder & { readonly sound: MeasuredSound | null }> {
  const rate = rateOf(options.facts)
  return transcodeRungs(options, rate, options.facts.video === null ? [] : ladderRungs(options.facts.video, rate))
}

/**
 * Makes one small quality alone, as fast as it goes: something to watch while the ladder is made. At most 30 frames a
 * second. Throws `MediaRunError`.
 */
export function transcodeQuickly(options: LadderOptions): Promise<Ladder> {
  const rate = rateOf(options.facts)
  const halved = rate.num / rate.den > 35 ? { num: rate.num, den: rate.den * 2 } : rate
  const rung = options.facts.video === null ? undefined : quickRung(ladderRungs(options.facts.video, halved))
  return transcodeRungs({ ...options, encoding: quickEncoding }, halved, rung === undefined ? [] : [rung])
}

const rateOf = ({ video }: MediaFacts): Rate => (video === null ? { num: 25, den: 1 } : ladderRate(video))

async function transcodeRungs(
  options: LadderOptions,
  rate: Rate,
  rungs: readonly Rung[],
): Promise<Ladder & { readonly sound: MeasuredSound | null }> {
  const { facts, tools } = options
  const encoding = options.encoding ?? defaultEncoding
  const [audio] = facts.audio
  const plans: readonly RenditionPlan[] = [
    ...rungs.map((rung: Rung) => ({ kind: 'video' as const, directory: rung.name, rate, ...sizeOf(rung) })),
    ...(audio === undefined
      ? []
      : [
          {
            kind: 'audio' as const,
            directory: 'audio',
            channels: Math.min(2, audio.channels),
            sampleRate: audioRate,
            language: audio.language,
            maxKbps: encoding.audioKbps,
          },
        ]),
  ]
  const command = transcodeCommand(options.input, facts, rungs, rate, encoding, tools.canToneMap)
  if (audio === undefined) return { ...(await segmentRun(options, plans, command)).ladder, sound: null }
  const wave = peakReader(samplesPerStretch(peaksPerSecond))
  const { ladder, log } = await segmentRun(options, plans, command, wave.read)
  return { ...ladder, sound: { loudness: readSummary(log), peaks: { perSecond: peaksPerSecond, values: wave.values() } } }
}

/** Twenty stretches a second draw a wave that is sharp at every zoom of a page. */
const peaksPerSecond = 20

/**
 * Segments an H.264 file as it is, in about a hundredth of the time that a ladder takes, so that it plays at once.
 * Only for facts that {@link isWebReady} accepts.
 */
export async function remuxForPlayback(options: LadderOptions): Promise<Ladder> {
  const { video, audio } = options.facts
  if (video === null) throw new RangeError('there is no picture to segment')
  const [sound] = audio
  const fragments = (seconds: number | null) => ({ kind: 'fragments', rate: null, seconds }) as const
  const copy = { kind: 'copy' } as const
  const command: Omit<Command, 'progressPipe'> = {
    inputs: [{ kind: 'media', file: options.input }],
    graph: [],
    outputs: [
      { maps: [`0:v:${video.position}`], video: copy, audio: null, container: fragments(null), to: { kind: 'pipe', number: 3 } },
      ...(sound === undefined
        ? []
        : [
            {
              maps: [`0:a:${sound.position}`],
              video: null,
              audio: copy,
              container: fragments(4),
              to: { kind: 'pipe', number: 4 },
            } as const,
          ]),
    ],
    log: 'error',
  }
  const maxKbps = video.kbps ?? 5000
  const plans: readonly RenditionPlan[] = [
    { kind: 'video', directory: 'source', width: video.width, height: video.height, rate: video.rate, maxKbps },
    ...(sound === undefined
      ? []
      : [
          {
            kind: 'audio',
            directory: 'audio',
            channels: sound.channels,
            sampleRate: sound.sampleRate,
            language: sound.language,
            maxKbps: sound.kbps ?? 128,
          } as const,
        ]),
  ]
  return (await segmentRun(options, plans, command)).ladder
}

/** Players wait at a longer hole. Seconds. */
const latestStart = 0.1
/** What the playlists of a stream may promise of its last segment beyond what it holds. Seconds. */
const mostStretched = 1

function areTogether(video: VideoFacts, sound: AudioFacts): boolean {
  return video.end === null || sound.end === null || Math.abs(video.end - sound.end) < mostStretched
}

/** True for what every browser plays as it is: 8-bit upright H.264 with square pixels, and AAC or no sound, that begin and end together. */
export function isWebReady({ video, audio, container }: MediaFacts): boolean {
  const [sound] = audio
  return (
    container === 'mp4' &&
    video !== null &&
    video.codec === 'h264' &&
    ['yuv420p', 'yuvj420p'].includes(video.pixelFormat) &&
    video.rotation === 0 &&
    !video.isMirrored &&
    !video.beginsWithin &&
    video.sampleAspect.num === video.sampleAspect.den &&
    video.dynamicRange === 'sdr' &&
    !video.isInterlaced &&
    (sound === undefined || (video.start < latestStart && sound.start < latestStart && areTogether(video, sound))) &&
    (sound === undefined || (sound.codec === 'aac' && sound.channels <= 2))
  )
}

async function segmentRun(
  options: LadderOptions,
  plans: readonly RenditionPlan[],
  command: Omit<Command, 'progressPipe'>,
  onSamples: ((piece: Buffer) => void) | null = null,
): Promise<{ readonly ladder: Ladder; readonly log: string }> {
  const { outDir, facts } = options
  await mkdir(outDir, { recursive: true })
  const [first] = facts.audio
  const isSettled = first !== undefined && command.inputs.some(({ kind }) => kind === 'settled-sound')
  const settling = isSettled ? settleSound(options, first) : null
  const running = startFfmpeg(options.tools, command, {
    limits: encodingLimits,
    signal: options.signal ?? new AbortController().signal,
    writable: null,
    stdin: settling === null ? 'none' : 'pipe',
    pipes: plans.length + (onSamples === null ? 0 : 1),
    progress: { length: facts.seconds, on: options.onProgress ?? (() => undefined) },
  })
  running.stdout.resume()
  const settled = settling === null ? Promise.resolve('') : feed(settling, running)
  if (onSamples !== null) running.pipes[plans.length]?.on('data', onSamples)
  const publishEarly = earlyPlay(plans.length, outDir, options.onPlayable ?? (() => undefined))
  const early = async (rendition: Rendition): Promise<void> => {
    await publishEarly(rendition)
    await options.onSegment?.(rendition)
  }
  const writing = plans.map(async (plan, i) => {
    try {
      return await writeRendition(running.pipes[i] as Readable, plan, outDir, early)
    } catch (error) {
      // A full disk must end the run, or ffmpeg would wait for ever for its pipe to be read.
      running.stop({ kind: 'cancelled' })
      throw error
    }
  })
  const [run, sound, ...written] = await Promise.allSettled([running.finished, settled, ...writing])
  const failedWrite = written.find(one => one.status === 'rejected' && isWriteFailure(one.reason))
  if (failedWrite?.status === 'rejected') throw failedWrite.reason
  if (sound.status === 'rejected' && !wasCancelled(sound.reason)) throw sound.reason
  if (run.status === 'rejected') throw run.reason
  const renditions = written.map(one => (one as PromiseFulfilledResult<Rendition>).value).filter(one => one.segments.length > 0)
  return { ladder: await publish(renditions, outDir), log: run.value }
}

function settleSound({ tools, input, facts, signal }: LadderOptions, sound: AudioFacts): Running {
  return startFfmpeg(tools, settleCommand(input, facts, sound, audioRate), {
    limits: encodingLimits,
    signal: signal ?? new AbortController().signal,
    writable: null,
    stdin: 'none',
    pipes: 0,
    progress: null,
  })
}

/** Gives one run what the other writes. Whichever fails ends both. */
function feed(from: Running, to: Running): Promise<string> {
  if (to.stdin !== null) from.stdout.pipe(to.stdin)
  from.finished.catch(() => to.stop({ kind: 'cancelled' }))
  to.finished.catch(() => undefined).finally(() => from.stop({ kind: 'cancelled' }))
  return from.finished
}

/** System errors carry a number; a pipe that broke because the run ended does not explain anything. */
function isWriteFailure(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ABORT_ERR'
}

/** Publishes growing playlists: the master once every rendition has a segment, each media playlist at each segment. */
function earlyPlay(count: number, outDir: string, onPlayable: () => void): (rendition: Rendition) => Promise<void> {
  const started = new Map<string, Rendition>()
  return async rendition => {
    await writePlaylist(rendition, 'growing', outDir)
    const isFirst = !started.has(rendition.directory)
    started.set(rendition.directory, rendition)
    if (!isFirst || started.size < count) return
    await writeWhole(join(outDir, 'master.m3u8'), masterOf([...started.values()]))
    onPlayable()
  }
}

async function publish(renditions: readonly Rendition[], outDir: string): Promise<Ladder> {
  for (const { name, text } of manifestFiles(renditions)) await writeWhole(join(outDir, name), text)
  const { video, audio } = sorted(renditions)
  return {
    video,
    audio,
    seconds: Math.max(0, ...renditions.map(one => one.segments.reduce((sum, segment) => sum + segment.ticks, 0) / one.timescale)),
    bytes: renditions.reduce((sum, one) => sum + one.segments.reduce((all, segment) => all + segment.bytes, 0), 0),
  }
}

function masterOf(renditions: readonly Rendition[]): string {
  const { video, audio } = sorted(renditions)
  return masterPlaylist(video, audio)
}

function sizeOf(rung: Rung): { readonly width: number; readonly height: number; readonly maxKbps: number } {
  return { width: rung.width, height: rung.height, maxKbps: rung.maxKbps }
}
