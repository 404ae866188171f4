import type { Rate } from '@storycanvas/timeline'
import type { ContainerKind } from './container.ts'
import type { AudioFacts, CaptionFacts, Chapter, MediaFacts, ProbeLimits, Refusal, RefusalCode, VideoFacts } from './facts.ts'
import { frameRate, isUneven } from './frame-rate.ts'
import { assumedMatrix } from './matrix.ts'
import type { ProbeReport, ReportStream } from './report.ts'

/** What ffprobe calls the codecs whose decoders are allowed (see sandbox/allowed.ts, which names decoders). */
const videoCodecs: ReadonlySet<string> = new Set(
  'h264 hevc vp8 vp9 av1 mpeg4 mpeg1video mpeg2video theora prores dnxhd mjpeg ffv1 h263 flv1 dvvideo'.split(' '),
)
const audioCodecs: ReadonlySet<string> = new Set(
  'aac mp3 mp2 opus vorbis flac ac3 eac3 amr_nb alac pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_u8 pcm_f32le'.split(
    ' ',
  ),
)

export type Judgement =
  | { readonly kind: 'accepted'; readonly facts: Omit<MediaFacts, 'seconds'> & { readonly seconds: number | null } }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Facts of a file from ffprobe's report, or the first reason against it. A length that nothing tells is null. */
export function judge(report: ProbeReport, container: ContainerKind, bytes: number, limits: ProbeLimits): Judgement {
  const { streams } = report
  if (streams.length > limits.streams)
    return refuse('too-many-streams', `the file has ${streams.length} streams; ${limits.streams} are allowed`)
  const pictures = streams.filter(one => one.codec_type === 'video')
  const moving = pictures.filter(one => one.disposition?.attached_pic !== 1)
  const sounds = streams.filter(one => one.codec_type === 'audio')
  const audio = sounds.map((one, position) => audioFacts(one, position, report)).filter(one => one !== null)
  const leftOut = sounds.filter(one => !isSoundKnown(one)).map(one => printable(one.codec_name))
  const decoded = new Set(report.frames.map(frame => frame.stream_index))
  const playing = moving.filter(one => isPlayable(one) && decoded.has(one.index))
  const pictureCount = (stream: ReportStream) => report.frames.filter(frame => frame.stream_index === stream.index).length
  // A cover that is not marked as one gives a single picture where the film beside it gives many.
  const shown = playing.find(one => pictureCount(one) > 1) ?? playing[0]

  if (shown === undefined) {
    const [first] = moving
    const plays = audio.some(one => decoded.has(sounds[one.position]?.index))
    if (!plays && streams.some(isEncrypted))
      return refuse('encrypted', 'the file is encrypted: take a copy without copy protection')
    if (first !== undefined && !(isCodecKnown(first) && plays && !(first.width ?? 0))) return refuseVideo(first)
    if (!plays) return refuse('no-playable-stream', 'the file holds no picture and no sound that can be played')
  }
  const video = shown === undefined ? null : videoFacts(shown, pictures.indexOf(shown), report)
  if (video !== null && video.codedWidth * video.codedHeight > limits.pixels) {
    return refuse('too-many-pixels', `pictures of ${video.codedWidth} × ${video.codedHeight} are larger than allowed`)
  }
  if (video !== null && video.rate.num / video.rate.den > limits.framesPerSecond) {
    return refuse('frame-rate-too-high', `${Math.round(video.rate.num / video.rate.den)} frames a second are more than allowed`)
  }
  const seconds = longest(shown === undefined ? sounds : [shown, ...sounds], report, container)
  if (seconds !== null && seconds > limits.seconds) {
    return refuse('too-long', `${Math.round(seconds)} s are longer than the ${limits.seconds} s allowed`)
  }
  return {
    kind: 'accepted',
    facts: { container, bytes, seconds, video, audio, leftOut, captions: captionFacts(streams), chapters: chapters(report) },
  }
}

/** A stream that ought to play but gave no picture among the first packets; position among the video streams. */
export function unprovenStream(report: ProbeReport): { readonly index: number; readonly position: number } | null {
  const decoded = new Set(report.frames.map(frame => frame.stream_index))
  const pictures = report.streams.filter(one => one.codec_type === 'video')
  const moving = pictures.filter(one => one.disposition?.attached_pic !== 1 && isPlayable(one))
  const [first] = moving
  if (first?.index === undefined || moving.some(one => decoded.has(one.index))) return null
  return { index: first.index, position: pictures.indexOf(first) }
}

export function refuse(code: RefusalCode, message: string): { readonly kind: 'refused'; readonly refusal: Refusal } {
  return { kind: 'refused', refusal: { code, message } }
}

function refuseVideo(stream: ReportStream): Judgement {
  if (!isCodecKnown(stream)) {
    // Without a decoder ffprobe names no codec, but the container's tag tells a person what it is: vvc1, apv1.
    return refuse('codec-unsupported', `pictures in ${printable(stream.codec_name ?? stream.codec_tag_string)} cannot be played`)
  }
  if (!(stream.width ?? 0) || !(stream.height ?? 0)) return refuse('zero-dimensions', 'the pictures have no size')
  return refuse('no-playable-stream', 'no picture of the file can be decoded')
}

function isCodecKnown(stream: ReportStream): boolean {
  return videoCodecs.has(stream.codec_name ?? '')
}

function isEncrypted(stream: ReportStream): boolean {
  return stream.side_data_list?.some(one => one.side_data_type?.startsWith('Encryption')) ?? false
}

function isPlayable(stream: ReportStream): boolean {
  return isCodecKnown(stream) && (stream.width ?? 0) > 0 && (stream.height ?? 0) > 0
}

/** What the header of a file may say beyond its streams: the last frame, or samples that a decoder drops. */
const headerSlack = 0.1

/** ffmpeg counts from the beginning of the whole file; a file that says nothing of it begins at once. */
function spanOf(stream: ReportStream, report: ProbeReport): Span {
  const { format } = report
  const start = Number(stream.start_time) - Number(format.start_time)
  const since = Number.isFinite(start) ? Math.max(0, start) : 0
  const length = lengthOf(stream)
  if (length === null) return { start: rounded(since), end: null }
  if (statesEnd(stream, report))
    return { start: rounded(since), end: rounded(Math.max(since, length - Number(format.start_time))) }
  // Of other writers some state the length of a stream and some its end: no stream ends behind the file.
  const last = positive(format.duration) ?? Number.POSITIVE_INFINITY
  return { start: rounded(since), end: rounded(Math.min(since + length, Math.max(length, last))) }
}

type Span = { readonly start: number; readonly end: number | null }

/** Matroska has no field for the length of a stream, only a tag; what libavformat writes there is the end. */
function statesEnd({ tags }: ReportStream, { format }: ProbeReport): boolean {
  return tagged(tags) !== null && (format.tags?.ENCODER ?? '').startsWith('Lavf') && Number.isFinite(Number(format.start_time))
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000

/** In seconds. Where there is a tag, what ffprobe calls the duration is that of the whole file. */
function lengthOf({ duration, tags }: ReportStream): number | null {
  return tagged(tags) ?? positive(duration)
}

/** `00:01:02.500000000`, as in Matroska. */
function tagged(tags: ReportStream['tags']): number | null {
  const [, hours, minutes, seconds] = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(tags?.DURATION ?? '') ?? []
  return seconds === undefined ? null : positive(String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)))
}

/** Matroska states its end, not its length: what was cut out of a longer recording begins anywhere. */
function startsLate({ format }: ProbeReport, container: ContainerKind): boolean {
  return container === 'matroska' && Number(format.start_time) > 1
}

/** From the beginning of the first stream to the end of the last, where streams state these: a file's header can claim anything. */
function longest(streams: readonly ReportStream[], report: ProbeReport, container: ContainerKind): number | null {
  if (streams.length > 0 && streams.every(one => statesEnd(one, report))) {
    const spans = streams.map(one => spanOf(one, report))
    const whole = Math.max(...spans.map(({ end }) => end ?? 0)) - Math.min(...spans.map(({ start }) => start))
    return positive(String(rounded(whole)))
  }
  if (startsLate(report, container)) return null
  const stated = streams.flatMap(one => {
    const length = positive(one.duration)
    const start = Number(one.start_time ?? 0) || 0
    return length === null ? [] : [{ start, end: start + length }]
  })
  const header = positive(report.format.duration)
  if (stated.length === 0) return header
  const own = Math.max(...stated.map(one => one.end)) - Math.min(...stated.map(one => one.start))
  return header !== null && Math.abs(header - own) <= headerSlack ? header : own
}

function videoFacts(stream: ReportStream, position: number, report: ProbeReport): VideoFacts {
  const codedWidth = stream.width ?? 0
  const codedHeight = stream.height ?? 0
  const sampleAspect = aspect(stream.sample_aspect_ratio)
  const turned = stream.side_data_list?.find(one => one.rotation !== undefined)?.rotation ?? 0
  // ffprobe counts counter-clockwise.
  const rotation = (((Math.round(-turned / 90) * 90) % 360) + 360) % 360
  const wide = Math.max(1, Math.round((codedWidth * sampleAspect.num) / sampleAspect.den))
  const rate = frameRate(stream.avg_frame_rate, stream.r_frame_rate)
  return {
    position,
    ...spanOf(stream, report),
    codec: stream.codec_name ?? '',
    profile: stream.profile ?? null,
    width: rotation % 180 === 0 ? wide : codedHeight,
    height: rotation % 180 === 0 ? codedHeight : wide,
    codedWidth,
    codedHeight,
    rotation,
    isMirrored: stream.side_data_list?.some(one => isMirroring(one.displaymatrix)) ?? false,
    beginsWithin: report.packets.some(one => one.stream_index === stream.index && one.flags?.includes('D')),
    sampleAspect,
    rate,
    isVariable: isUneven(stream.avg_frame_rate, stream.r_frame_rate),
    pixelFormat: stream.pix_fmt ?? '',
    bitDepth: positive(stream.bits_per_raw_sample) ?? bitDepth(stream.pix_fmt ?? ''),
    dynamicRange: stream.color_transfer === 'smpte2084' ? 'pq' : stream.color_transfer === 'arib-std-b67' ? 'hlg' : 'sdr',
    assumedMatrix: assumedMatrix(stream),
    isInterlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    kbps: kbps(stream),
  }
}

/** The depth ends the name of a format where it is not 8: `yuv420p12le`, `p010le`, `gray10le`; three or four samples in `rgb48le`. */
function bitDepth(pixelFormat: string): number {
  const [, digits] = /(9|1[0246]|48|64)(?:le|be)$/.exec(pixelFormat) ?? []
  return digits === undefined ? 8 : Math.min(16, Number(digits))
}

/** The sign of the determinant of the matrix's upper left: `00000000: a b u / 00000001: c d v`. */
function isMirroring(matrix: string | undefined): boolean {
  const [a = 0, b = 0, , c = 0, d = 0] = (matrix?.match(/(?<=\s)-?\d+(?=\s|$)/g) ?? []).map(Number)
  return a * d - b * c < 0
}

function captionFacts(streams: readonly ReportStream[]): CaptionFacts[] {
  const captions = streams.filter(one => one.codec_type === 'subtitle')
  return captions.map((one, position) => ({ position, codec: printable(one.codec_name), language: languageOf(one) }))
}

const mostChapters = 1000

function chapters(report: ProbeReport): Chapter[] {
  const found = report.chapters.slice(0, mostChapters).flatMap(({ start_time, end_time, tags }) => {
    const [start, end] = [Number(start_time), Number(end_time)]
    return start >= 0 && end >= start && Number.isFinite(end) ? [{ start, end, title: oneLine(tags?.title ?? '') }] : []
  })
  return found.sort((a, b) => a.start - b.start)
}

const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)

function languageOf(stream: ReportStream): string | null {
  const language = /^[a-z]{3}$/.exec(stream.tags?.language ?? '')?.[0] ?? null
  return language === 'und' ? null : language
}

/** 7.1. More have no layout that ffmpeg knows, so nothing can be made of them for two ears. */
const mostChannels = 8
/** Beyond these nobody records: resampling would take memory without end. */
const [lowestSampleRate, highestSampleRate] = [1000, 768_000]

function isSoundKnown({ codec_name = '', channels = 0 }: ReportStream): boolean {
  return audioCodecs.has(codec_name) && channels <= mostChannels
}

function audioFacts(stream: ReportStream, position: number, report: ProbeReport): AudioFacts | null {
  const { codec_name = '', channels = 0, sample_rate } = stream
  const sampleRate = positive(sample_rate)
  if (!isSoundKnown(stream) || channels === 0) return null
  if (sampleRate === null || sampleRate < lowestSampleRate || sampleRate > highestSampleRate) return null
  return {
    position,
    ...spanOf(stream, report),
    codec: codec_name,
    channels,
    sampleRate,
    language: languageOf(stream),
    kbps: kbps(stream),
  }
}

function kbps(stream: ReportStream): number | null {
  const bits = positive(stream.bit_rate)
  return bits === null ? null : Math.round(bits / 1000)
}

function aspect(text: string | undefined): Rate {
  const [num, den] = (text ?? '').split(':').map(Number)
  return num && den && num > 0 && den > 0 ? { num, den } : { num: 1, den: 1 }
}

function positive(text: string | undefined): number | null {
  const value = Number(text)
  return Number.isFinite(value) && value > 0 ? value : null
}

function printable(text: string | undefined): string {
  return text?.replace(/[^\w.-]/g, '').slice(0, 20) || 'an unknown format'
}
