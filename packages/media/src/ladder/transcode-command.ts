import type { Rate } from '@storycanvas/timeline'
import { defaultProbeLimits, type MediaFacts, type VideoFacts } from '../probe/facts.ts'
import type { Command, CommandOutput, X264Preset } from '../sandbox/command.ts'
import { filter, type Filter, type FilterChain } from '../sandbox/graph.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { loudnessFilter } from '../sound/loudness.ts'
import { peaksOutput, peaksResampling } from '../sound/peaks.ts'
import { type Rung, segmentFrames } from './rungs.ts'
import { mayChangeLayout, readAlong } from './settled-sound.ts'

export type LadderEncoding = { readonly preset: X264Preset; readonly crf: number; readonly audioKbps: number }

export const audioRate = 48_000

/**
 * One run that decodes once: each rung is scaled from the one above it; sound is encoded once, and its loudness and its
 * wave are measured on the way. Outputs go to `pipe:3` and up: the rungs, the sound, the samples that the wave is drawn from.
 * Where {@link mayChangeLayout} says so, the sound comes from standard input. A jump in the times of a file, which would be
 * filled with pictures and silence, makes no film longer than any that is let in.
 */
export function transcodeCommand(
  file: InputFile,
  facts: MediaFacts,
  rungs: readonly Rung[],
  rate: Rate,
  encoding: LadderEncoding,
  canToneMap: boolean,
): Omit<Command, 'progressPipe'> {
  const { video } = facts
  const audio = facts.audio[0]
  const atMost = Math.max(facts.seconds + 60, defaultProbeLimits.seconds)
  return {
    inputs: [
      { kind: 'media', file, ...(video !== null && isScaledFirst(video) ? { mayChangeSize: true } : {}) },
      ...(mayChangeLayout(facts) ? [{ kind: 'settled-sound' } as const] : []),
    ],
    graph: [
      ...(video === null ? [] : pictureChains(video, rungs, rate, canToneMap, missing(facts.container, video, audio))),
      ...(audio === undefined
        ? []
        : soundChains(
            mayChangeLayout(facts) ? '1:a:0' : `0:a:${audio.position}`,
            facts.container,
            missing(facts.container, audio, video),
          )),
    ],
    outputs: [
      ...rungs.map((rung, i): CommandOutput => {
        return {
          maps: [`rung${i}`],
          video: {
            kind: 'x264',
            preset: encoding.preset,
            crf: encoding.crf,
            lookahead: null,
            keyframeInterval: segmentFrames(rate),
            maxKbps: rung.maxKbps,
            threads: 0,
            joinable: false,
          },
          audio: null,
          container: { kind: 'fragments', rate, seconds: null },
          to: { kind: 'pipe', number: 3 + i },
          atMost,
        }
      }),
      ...(audio === undefined
        ? []
        : [
            {
              maps: ['sound'],
              video: null,
              audio: { kind: 'aac', kbps: encoding.audioKbps, sampleRate: audioRate, channels: Math.min(2, audio.channels) },
              container: { kind: 'fragments', rate: null, seconds: 4 },
              to: { kind: 'pipe', number: 3 + rungs.length },
              atMost,
            } satisfies CommandOutput,
            { ...peaksOutput(['wave'], { kind: 'pipe', number: 4 + rungs.length }), atMost },
            {
              maps: ['loudness'],
              video: null,
              audio: null,
              container: { kind: 'none' },
              // Written nowhere; ebur128 says what it found in the log.
              to: { kind: 'pipe', number: 1 },
              atMost,
            } satisfies CommandOutput,
            ...(mayChangeLayout(facts) && video !== null ? [{ ...readAlong(`0:a:${audio.position}`), atMost }] : []),
          ]),
    ],
    log: audio === undefined ? 'error' : 'info',
    ...(facts.container === 'ogg' ? { hasEmptyPackets: true } : {}),
  }
}

/** What turns and what removes combs counts on pictures of one size. */
function isScaledFirst({ rotation, isMirrored, isInterlaced }: VideoFacts): boolean {
  return rotation === 0 && !isMirrored && !isInterlaced
}

/** Less is within the last frame. Seconds. */
const leastMissing = 0.05

/** Where the lengths of streams come from the times of their packets or a table of them, not from a guess by the bit rate. */
const exactContainers: readonly MediaFacts['container'][] = ['mp4', 'matroska', 'mpeg-ts', 'mxf', 'ogg']

/** Seconds by which one stream ends before the other: players go on to the end of the film only where all go on. */
function missing(container: MediaFacts['container'], one: Ending, other: Ending | null | undefined): number {
  if (!exactContainers.includes(container)) return 0
  const seconds = (other?.end ?? 0) - (one.end ?? Number.POSITIVE_INFINITY)
  return seconds > leastMissing ? Math.round(seconds * 1000) / 1000 : 0
}

type Ending = { readonly end: number | null }

function pictureChains(
  video: VideoFacts,
  rungs: readonly Rung[],
  rate: Rate,
  canToneMap: boolean,
  held: number,
): readonly FilterChain[] {
  const [top, ...others] = rungs
  if (top === undefined) return []
  const isHdr = video.dynamicRange !== 'sdr' && canToneMap
  const prepared = [
    ...(video.isInterlaced ? [filter('bwdif', { mode: 'send_frame' })] : []),
    // Starts at 0 with the first picture, so that every rung and the sound share one beginning.
    filter('fps', { fps: `${rate.num}/${rate.den}`, start_time: 0 }),
    ...(held > 0 ? [filter('tpad', { stop_mode: 'clone', stop_duration: held })] : []),
    scaled(top, isHdr ? {} : { in_color_matrix: video.assumedMatrix ?? 'auto', ...sdr }),
    ...(isHdr ? toneMapped : []),
    filter('format', { pix_fmts: 'yuv420p' }),
    filter('setsar', { sar: 1 }),
  ]
  if (others.length === 0) return [{ from: [`0:v:${video.position}`], filters: prepared, to: ['rung0'] }]
  const cascade = others.map((rung, i): FilterChain => {
    const isLast = i === others.length - 1
    return {
      from: [`above${i}`],
      filters: [scaled(rung, {}), filter('setsar', { sar: 1 }), ...(isLast ? [] : [filter('split', { outputs: 2 })])],
      to: isLast ? [`rung${i + 1}`] : [`rung${i + 1}`, `above${i + 1}`],
    }
  })
  return [
    { from: [`0:v:${video.position}`], filters: [...prepared, filter('split', { outputs: 2 })], to: ['rung0', 'above0'] },
    ...cascade,
  ]
}

const sdr = { out_color_matrix: 'bt709', out_range: 'tv' } as const

function scaled(rung: Rung, colours: Filter['options']): Filter {
  return filter('scale', { w: rung.width, h: rung.height, flags: 'bicubic', ...colours })
}

/** HDR to BT.709: linear light, Hable's curve, back. Done at the size of the top rung. */
const toneMapped: readonly Filter[] = [
  filter('zscale', { transfer: 'linear', npl: 100 }),
  filter('format', { pix_fmts: 'gbrpf32le' }),
  filter('zscale', { primaries: 'bt709' }),
  filter('tonemap', { tonemap: 'hable', desat: 0 }),
  filter('zscale', { transfer: 'bt709', matrix: 'bt709', range: 'tv' }),
]

/** Sound in Ogg has no gaps, and empty packets that ffmpeg counts as full ones: there samples are counted instead. */
const countedSamples = filter('asetpts', { expr: 'N/SR/TB' })

function soundChains(from: string, container: MediaFacts['container'], silence: number): readonly FilterChain[] {
  return [
    {
      from: [from],
      filters: [
        ...(container === 'ogg' ? [countedSamples] : []),
        filter('aresample', { osr: audioRate, async: 1, first_pts: 0 }),
        ...(silence > 0 ? [filter('apad', { pad_dur: silence })] : []),
        filter('asplit', { outputs: 3 }),
      ],
      to: ['sound', 'measured', 'drawn'],
    },
    { from: ['measured'], filters: [loudnessFilter], to: ['loudness'] },
    { from: ['drawn'], filters: [peaksResampling], to: ['wave'] },
  ]
}
