import { unreadArguments } from '../sandbox/command.ts'

/** The part of ffprobe's JSON that we ask for. Every field may be missing: the file decides. */
export type ProbeReport = {
  readonly streams: readonly ReportStream[]
  readonly frames: readonly { readonly stream_index?: number }[]
  /** The first ones. `D` among the flags: decoded for those that follow, and not shown. */
  readonly packets: readonly { readonly stream_index?: number; readonly flags?: string }[]
  readonly chapters: readonly ReportChapter[]
  readonly format: { readonly duration?: string; readonly start_time?: string; readonly tags?: { readonly ENCODER?: string } }
}

export type ReportChapter = {
  readonly start_time?: string
  readonly end_time?: string
  readonly tags?: { readonly title?: string }
}

export type ReportStream = {
  readonly index?: number
  readonly codec_type?: string
  readonly codec_name?: string
  readonly codec_tag_string?: string
  readonly profile?: string
  readonly width?: number
  readonly height?: number
  readonly pix_fmt?: string
  readonly sample_aspect_ratio?: string
  readonly avg_frame_rate?: string
  readonly r_frame_rate?: string
  readonly color_space?: string
  readonly color_transfer?: string
  readonly field_order?: string
  readonly bits_per_raw_sample?: string
  readonly bit_rate?: string
  readonly start_time?: string
  readonly duration?: string
  readonly channels?: number
  readonly sample_rate?: string
  readonly disposition?: { readonly attached_pic?: number; readonly default?: number }
  readonly tags?: { readonly language?: string; readonly DURATION?: string }
  readonly side_data_list?: readonly {
    readonly rotation?: number
    readonly displaymatrix?: string
    readonly side_data_type?: string
  }[]
}

const streamFields = [
  'index,codec_type,codec_name,codec_tag_string,profile,width,height,pix_fmt,sample_aspect_ratio,avg_frame_rate,r_frame_rate',
  'color_space,color_transfer,field_order,bits_per_raw_sample,bit_rate,start_time,duration,channels,sample_rate',
].join(',')

/** Packets decoded to see that a stream really plays; a recording that begins between keyframes needs some. */
const packetsTried = 60

const quietly = ['-hide_banner', '-loglevel', 'error'] as const

/** Arguments of ffprobe for a line on every packet, which {@link readPacketTime} reads. */
export function packetTimeArguments(): readonly string[] {
  return [...quietly, ...unreadArguments(), '-of', 'csv=p=0', '-show_entries', 'packet=codec_type,pts_time,duration_time']
}

/** When a packet of pictures or sound is shown, in seconds; nothing for others, and for those that do not say. */
export function readPacketTime(line: string): { readonly start: number; readonly end: number }[] {
  const [kind = '', time, length] = line.trim().split(',')
  const start = Number.parseFloat(time ?? '')
  if (!['video', 'audio'].includes(kind) || !Number.isFinite(start)) return []
  return [{ start, end: start + (Number.parseFloat(length ?? '') || 0) }]
}

/**
 * Arguments of ffprobe for a {@link ProbeReport}: with the first packets decoded, or only counted, or without any. Where nothing is
 * decoded a file may hold streams that are not played. Of other people's text only languages and titles of chapters are asked for.
 */
export function reportArguments(packets: 'decoded' | 'counted' | 'none'): readonly string[] {
  const entries = [
    `stream=${streamFields}:stream_disposition=attached_pic,default:stream_tags=language,DURATION:stream_side_data=rotation,displaymatrix,side_data_type`,
    'chapter=start_time,end_time:chapter_tags=title:format=start_time,duration:format_tags=ENCODER',
  ].join(':')
  const sections = { decoded: ':frame=stream_index:packet=stream_index,flags', counted: ':packet=stream_index,flags', none: '' }
  return [
    [...quietly, '-of', 'json=compact=1'],
    packets === 'decoded' ? [] : unreadArguments(),
    packets === 'none' ? [] : ['-read_intervals', `%+#${packetsTried}`],
    ['-show_entries', `${entries}${sections[packets]}`],
  ].flat()
}

export function readReport(json: string): ProbeReport {
  const value = JSON.parse(json) as Partial<ProbeReport> & { readonly packets_and_frames?: readonly PacketOrFrame[] }
  const mixed = value.packets_and_frames ?? []
  return {
    streams: value.streams ?? [],
    frames: mixed.filter(one => one.type === 'frame'),
    packets: value.packets ?? mixed.filter(one => one.type === 'packet'),
    chapters: value.chapters ?? [],
    format: value.format ?? {},
  }
}

type PacketOrFrame = { readonly type?: string; readonly stream_index?: number; readonly flags?: string }
