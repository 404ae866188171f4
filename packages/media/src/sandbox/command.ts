import type { Rate } from '@storycanvas/timeline'
import {
  allowedAudioDecoders,
  allowedDemuxers,
  allowedVideoDecoders,
  captionDecoders,
  maximumPixels,
  unreadDecoders,
} from './allowed.ts'
import { type FilterChain, graphText } from './graph.ts'
import type { InputFile, Placement } from './placement.ts'

/** What ffmpeg reads. Times are seconds. */
export type CommandInput =
  /** A media file, decoded only by what the allow-lists name. */
  | {
      readonly kind: 'media'
      readonly file: InputFile
      readonly seek?: number
      readonly length?: number
      readonly keyframesOnly?: true
      /** Threads of its decoder, or as many as ffmpeg chooses. */
      readonly threads?: number
      /**
       * Pictures that change their size midway go on through the same graph, which must begin with filters that take them (fps,
       * scale). Otherwise ffmpeg makes the graph anew, and what counts in it begins once more.
       */
      readonly mayChangeSize?: true
      /** Captions of text are read, too. */
      readonly withCaptions?: true
    }
  /** Raw 8-bit 4:2:0 pictures that we write to its standard input. */
  | { readonly kind: 'frames'; readonly width: number; readonly height: number; readonly rate: Rate }
  /** Raw 32-bit float samples in a file of ours. */
  | { readonly kind: 'samples'; readonly file: InputFile; readonly sampleRate: number; readonly channels: number }
  /** Raw 32-bit float samples that we write to its standard input. */
  | { readonly kind: 'sample-stream'; readonly sampleRate: number; readonly channels: number }
  /** Samples with their times, in Matroska, that a run of ours writes to its standard input. */
  | { readonly kind: 'settled-sound' }
  /** Our own MP4 parts, one after the other: the name of a list of ours in the writable directory. */
  | { readonly kind: 'joined'; readonly list: string }

export type X264Preset = 'ultrafast' | 'superfast' | 'veryfast' | 'faster' | 'fast' | 'medium' | 'slow'

export type VideoEncoding =
  | { readonly kind: 'copy' }
  | { readonly kind: 'raw' }
  | { readonly kind: 'jpeg'; readonly quality: number }
  | {
      readonly kind: 'x264'
      readonly preset: X264Preset
      readonly crf: number
      /** Frames that rate control looks ahead, or null for the preset's own. */
      readonly lookahead: number | null
      /** Frames from one keyframe to the next, exactly: scene changes do not add any, so parts and rungs stay aligned. */
      readonly keyframeInterval: number
      /** Seconds at which another keyframe begins the count anew. */
      readonly keyframesAt?: readonly number[]
      /** Cap in kbit/s over a buffer of two seconds, or none. */
      readonly maxKbps: number | null
      readonly threads: number
      /** Headers that do not depend on the pictures, so that parts can be joined without encoding. */
      readonly joinable: boolean
    }

export type AudioEncoding =
  | { readonly kind: 'copy' }
  | { readonly kind: 'aac'; readonly kbps: number; readonly sampleRate: number; readonly channels: number }
  | { readonly kind: 'float'; readonly sampleRate: number; readonly channels: number }

export type Container =
  /** `indexRoom` are bytes kept free for the index before the pictures, so that playing can begin at once; null puts it last. */
  | { readonly kind: 'mp4'; readonly rate: Rate; readonly indexRoom: number | null }
  /** One MP4 for each part, each from time 0; parts begin at frame 0 and at these, which must be keyframes. */
  | { readonly kind: 'mp4-parts'; readonly rate: Rate; readonly starts: readonly [number, ...number[]] }
  /** CMAF fragments: one per keyframe, or one per so many seconds for sound. */
  | { readonly kind: 'fragments'; readonly rate: Rate | null; readonly seconds: number | null }
  | { readonly kind: 'raw-video' }
  | { readonly kind: 'raw-audio' }
  | { readonly kind: 'matroska' }
  | { readonly kind: 'pictures' }
  /** Captions alone. */
  | { readonly kind: 'webvtt' }
  | { readonly kind: 'none' }

export type CommandOutput = {
  /** Labels of the graph, or streams such as `0:v:0`. */
  readonly maps: readonly string[]
  readonly video: VideoEncoding | null
  readonly audio: AudioEncoding | null
  readonly container: Container
  /** A name in the writable directory, or a pipe: 1 is stdout, 3 and up are {@link Start.pipes}. */
  readonly to:
    | { readonly kind: 'file'; readonly name: string }
    /** Names that {@link partName} gives. */
    | { readonly kind: 'parts'; readonly name: string }
    | { readonly kind: 'pipe'; readonly number: number }
  readonly frames?: number
  /** It ends there, whatever the times in the file say. Seconds. */
  readonly atMost?: number
}

export type Command = {
  readonly inputs: readonly CommandInput[]
  readonly graph: readonly FilterChain[]
  readonly outputs: readonly CommandOutput[]
  /** Pipe for progress reports, or null. */
  readonly progressPipe: number | null
  /** `info` where the answer is what a filter says at the end, such as ebur128. */
  readonly log: 'error' | 'info'
  /**
   * Some writers of Ogg put empty packets into it. They fail to decode, and ffmpeg counts each as long as a full one, sees jumps
   * in time and mends them by moving all streams: neither is to happen.
   */
  readonly hasEmptyPackets?: true
}

/** The arguments of ffmpeg for `command`. The only strings in them are ours: choices, numbers, and placed paths. */
export function commandArguments(command: Command, placement: Placement): readonly string[] {
  const graph = graphText(command.graph, placement)
  return [
    ['-hide_banner', '-nostdin', '-nostats', '-loglevel', command.log, '-y'],
    command.progressPipe === null ? [] : ['-progress', `pipe:${command.progressPipe}`, '-stats_period', '0.5'],
    command.hasEmptyPackets === true ? ['-max_error_rate', '1', '-copyts'] : [],
    command.inputs.flatMap(input => inputArguments(input, placement)),
    graph === '' ? [] : ['-filter_complex', graph],
    command.outputs.flatMap(output => outputArguments(output, placement)),
  ].flat()
}

const allowedDecoders: readonly string[] = [...allowedVideoDecoders, ...allowedAudioDecoders]

/**
 * Beside {@link guardArguments}, for an ffprobe that is asked for no frames: of these kinds of streams it may open decoders that it
 * gives nothing to. What finds out about streams by decoding some of them keeps to the list for all kinds.
 */
export function unreadArguments(): readonly string[] {
  return Object.entries(unreadDecoders).flatMap(([kind, names]) => [
    `-codec_whitelist:${kind}`,
    [...allowedDecoders, ...names].join(','),
  ])
}

/**
 * Options of ffmpeg and ffprobe alike, before a file that we did not make.
 *
 * @param more decoders beside those for pictures and sound
 */
export function guardArguments(more: readonly string[] = []): readonly string[] {
  return [
    ['-protocol_whitelist', 'file', '-format_whitelist', allowedDemuxers.join(',')],
    ['-codec_whitelist', [...allowedDecoders, ...more].join(',')],
    ['-max_pixels', String(maximumPixels), '-max_streams', '64'],
    ['-probesize', '10000000', '-analyzeduration', '5000000'],
  ].flat()
}

function inputArguments(input: CommandInput, placement: Placement): readonly string[] {
  switch (input.kind) {
    case 'media':
      return [
        guardArguments(input.withCaptions === true ? captionDecoders : []),
        ['-max_alloc', String(2 ** 29)],
        input.keyframesOnly === true ? ['-skip_frame', 'nokey'] : [],
        input.threads === undefined ? [] : ['-threads', String(input.threads)],
        input.mayChangeSize === true ? ['-reinit_filter:v', '0'] : [],
        input.seek === undefined ? [] : ['-ss', seconds(input.seek)],
        input.length === undefined ? [] : ['-t', seconds(input.length)],
        ['-i', `file:${placement.input(input.file)}`],
      ].flat()
    case 'frames':
      return [
        ['-protocol_whitelist', 'pipe', '-format_whitelist', 'rawvideo', '-f', 'rawvideo', '-pix_fmt', 'yuv420p'],
        ['-video_size', `${input.width}x${input.height}`, '-framerate', `${input.rate.num}/${input.rate.den}`, '-i', 'pipe:0'],
      ].flat()
    case 'samples':
    case 'sample-stream':
      return [
        ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'f32le', '-f', 'f32le'],
        ['-ar', String(input.sampleRate), '-ac', String(input.channels)],
        ['-i', input.kind === 'samples' ? `file:${placement.input(input.file)}` : 'pipe:0'],
      ].flat()
    case 'settled-sound':
      return [
        ['-protocol_whitelist', 'pipe', '-format_whitelist', 'matroska,webm', '-codec_whitelist', 'pcm_f32le'],
        // Sound that begins late stays late: without this ffmpeg counts from its first sample.
        ['-seek_timestamp', '1', '-f', 'matroska', '-i', 'pipe:0'],
      ].flat()
    case 'joined':
      return [
        // The demuxer refuses names with a directory in them, so nothing outside the writable directory can be named.
        ['-protocol_whitelist', 'file', '-format_whitelist', 'concat,mov', '-f', 'concat'],
        ['-i', `file:${placement.output(input.list)}`],
      ].flat()
  }
}

function outputArguments(output: CommandOutput, placement: Placement): readonly string[] {
  return [
    output.maps.flatMap(map => ['-map', /^[0-9]+:/.test(map) ? map : `[${map}]`]),
    ['-map_metadata', '-1', '-map_chapters', '-1', '-dn'],
    output.container.kind === 'webvtt' ? [] : ['-sn'],
    output.video === null ? ['-vn'] : videoArguments(output.video),
    output.audio === null ? ['-an'] : audioArguments(output.audio),
    output.frames === undefined ? [] : ['-frames:v', String(output.frames)],
    output.atMost === undefined ? [] : ['-t', seconds(output.atMost)],
    containerArguments(output.container),
    destination(output.to, placement),
  ].flat()
}

function destination(to: CommandOutput['to'], placement: Placement): string {
  switch (to.kind) {
    case 'pipe':
      return `pipe:${to.number}`
    case 'file':
      return `file:${placement.output(to.name)}`
    case 'parts':
      return `file:${placement.output(to.name).replaceAll('%', '%%')}-%d.mp4`
  }
}

/** The file that part `index` of an output called `name` is written to. */
export function partName(name: string, index: number): string {
  return `${name}-${index}.mp4`
}

function videoArguments(video: VideoEncoding): readonly string[] {
  switch (video.kind) {
    case 'copy':
      return ['-c:v', 'copy']
    case 'raw':
      return ['-c:v', 'rawvideo', '-pix_fmt', 'yuv420p', '-fps_mode', 'passthrough']
    case 'jpeg':
      return ['-c:v', 'mjpeg', '-q:v', String(video.quality), '-pix_fmt', 'yuvj420p', '-fps_mode', 'passthrough']
    case 'x264':
      return [
        ['-c:v', 'libx264', '-preset', video.preset, '-crf', String(video.crf), '-pix_fmt', 'yuv420p', '-profile:v', 'high'],
        ['-g', String(video.keyframeInterval), '-keyint_min', String(video.keyframeInterval), '-sc_threshold', '0'],
        video.keyframesAt === undefined || video.keyframesAt.length === 0
          ? []
          : ['-force_key_frames', video.keyframesAt.map(seconds).join(',')],
        video.maxKbps === null ? [] : ['-maxrate', `${video.maxKbps}k`, '-bufsize', `${video.maxKbps * 2}k`],
        ['-threads', String(video.threads), '-fps_mode', 'passthrough'],
        ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
        ['-x264-params', x264Parameters(video.joinable, video.lookahead)],
        ['-bitexact'],
      ].flat()
  }
}

function x264Parameters(joinable: boolean, lookahead: number | null): string {
  const own = [...(joinable ? ['stitchable=1'] : []), ...(lookahead === null ? [] : ['mbtree=1', `rc-lookahead=${lookahead}`])]
  return ['open-gop=0', ...own].join(':')
}

function audioArguments(audio: AudioEncoding): readonly string[] {
  switch (audio.kind) {
    case 'copy':
      return ['-c:a', 'copy']
    case 'aac':
      return ['-c:a', 'aac', '-b:a', `${audio.kbps}k`, '-ar', String(audio.sampleRate), '-ac', String(audio.channels)]
    case 'float':
      return ['-c:a', 'pcm_f32le', '-ar', String(audio.sampleRate), '-ac', String(audio.channels)]
  }
}

function containerArguments(container: Container): readonly string[] {
  switch (container.kind) {
    case 'mp4':
      return [
        ['-video_track_timescale', String(timescale(container.rate)), '-f', 'mp4'],
        container.indexRoom === null ? [] : ['-moov_size', String(container.indexRoom)],
      ].flat()
    case 'mp4-parts':
      return [
        ['-f', 'segment', '-segment_frames', container.starts.join(','), '-reset_timestamps', '1', '-segment_format', 'mp4'],
        ['-segment_format_options', `video_track_timescale=${timescale(container.rate)}`],
      ].flat()
    case 'fragments':
      return [
        container.rate === null ? [] : ['-video_track_timescale', String(timescale(container.rate))],
        container.seconds === null ? [] : ['-frag_duration', String(Math.round(container.seconds * 1e6))],
        // Frames that are decoded before they are shown, and the samples that prime an AAC encoder, lie before time 0: an
        // edit list skips them, which delay_moov leaves to be written once they are known. Without it sound is late by 21 ms.
        ['-f', 'mp4', '-avoid_negative_ts', 'disabled', '-use_editlist', '1'],
        ['-movflags', `+cmaf+delay_moov+skip_trailer${container.seconds === null ? '+frag_keyframe' : ''}`],
      ].flat()
    case 'raw-video':
      return ['-f', 'rawvideo']
    case 'raw-audio':
      return ['-f', 'f32le']
    case 'matroska':
      return ['-f', 'matroska']
    case 'pictures':
      return ['-f', 'image2pipe']
    case 'webvtt':
      return ['-c:s', 'webvtt', '-f', 'webvtt']
    case 'none':
      return ['-f', 'null']
  }
}

/** Ticks per second in which every frame of `rate` is a whole number of ticks, and fine enough for every player. */
function timescale(rate: Rate): number {
  return rate.num < 10_000 ? rate.num * 1000 : rate.num
}

function seconds(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a time must be a finite number of seconds')
  return Math.max(0, value).toFixed(6)
}
