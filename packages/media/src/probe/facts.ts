import type { Rate } from '@storycanvas/timeline'
import type { ContainerKind } from './container.ts'
import type { Matrix } from './matrix.ts'

export type VideoFacts = {
  /** Position among the file's video streams: the stream is `0:v:<position>`. */
  readonly position: number
  /** Seconds after the beginning of the first stream; the end is null where the file does not tell it. */
  readonly start: number
  readonly end: number | null
  readonly codec: string
  readonly profile: string | null
  /** Size as displayed: turned upright, pixels square. */
  readonly width: number
  readonly height: number
  readonly codedWidth: number
  readonly codedHeight: number
  /** Degrees clockwise by which the stored pictures are turned for display: 0, 90, 180 or 270. */
  readonly rotation: number
  /** True where the stored pictures are shown as in a mirror, after turning. */
  readonly isMirrored: boolean
  /** True where an edit list begins the film between keyframes: earlier pictures are decoded and not shown. */
  readonly beginsWithin: boolean
  readonly sampleAspect: { readonly num: number; readonly den: number }
  /** Mean frame rate, exact where it is one of the field's. */
  readonly rate: Rate
  /** True where the frames do not come at an even pace. */
  readonly isVariable: boolean
  readonly pixelFormat: string
  readonly bitDepth: number
  readonly dynamicRange: 'sdr' | 'pq' | 'hlg'
  /** What its Y′CbCr is read with, where the file names nothing. */
  readonly assumedMatrix: Matrix | null
  readonly isInterlaced: boolean
  readonly kbps: number | null
}

export type AudioFacts = {
  readonly position: number
  /** Seconds after the beginning of the first stream; the end is null where the file does not tell it. */
  readonly start: number
  readonly end: number | null
  readonly codec: string
  readonly channels: number
  readonly sampleRate: number
  /** ISO 639 code, where the file names one. */
  readonly language: string | null
  readonly kbps: number | null
}

/** Captions that lie in the file as a stream of text or pictures. */
export type CaptionFacts = {
  /** Position among the file's subtitle streams: the stream is `0:s:<position>`. */
  readonly position: number
  readonly codec: string
  readonly language: string | null
}

export type Chapter = { readonly start: number; readonly end: number; readonly title: string }

export type MediaFacts = {
  readonly container: ContainerKind
  readonly bytes: number
  /** Length of the longest playable stream. */
  readonly seconds: number
  /** The stream that is shown, or null for sound alone. */
  readonly video: VideoFacts | null
  readonly audio: readonly AudioFacts[]
  /** Formats of sound that the file has, too, and that is not played, by ffprobe's names: `dts`, `truehd`. */
  readonly leftOut: readonly string[]
  readonly captions: readonly CaptionFacts[]
  /** In order of time, in seconds. Titles are other people's text: one line, at most 200 letters. */
  readonly chapters: readonly Chapter[]
}

/** Stable codes: they are shown, translated and tested. */
export type RefusalCode =
  | 'empty-file'
  | 'container-unsupported'
  | 'unreadable'
  | 'encrypted'
  | 'too-many-streams'
  | 'codec-unsupported'
  | 'no-playable-stream'
  | 'zero-dimensions'
  | 'too-many-pixels'
  | 'frame-rate-too-high'
  | 'too-long'
  | 'duration-unknown'
  | 'took-too-long'

export type Refusal = { readonly code: RefusalCode; readonly message: string }

export type ProbeLimits = {
  readonly seconds: number
  readonly pixels: number
  readonly streams: number
  readonly framesPerSecond: number
}

export const defaultProbeLimits: ProbeLimits = { seconds: 6 * 3600, pixels: 8192 * 4352, streams: 32, framesPerSecond: 300 }
