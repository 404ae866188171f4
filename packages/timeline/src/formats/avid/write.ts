import type { Media, Timeline } from '../../model.ts'
import { rescale } from '../../time/conversion.ts'
import { isNtsc, rateLabel } from '../../time/rate.ts'
import { formatTimecode } from '../../time/timecode.ts'
import { toAscii } from '../edl/ascii.ts'
import { listEdlLosses } from '../edl/losses.ts'
import { reelNames } from '../edl/reels.ts'
import { writeEdl } from '../edl/write.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written } from '../format.ts'
import type { LossList } from '../losses.ts'
import { mediaPath } from '../media-address.ts'

// Media Composer's own spellings.
const rateName = ({ rate }: Timeline): string =>
  isNtsc(rate) ? String(Math.round((rate.num * 100) / rate.den) / 100).replace('23.98', '23.976') : rateLabel(rate)

const row = (media: Media, reel: string, timeline: Timeline, mediaBase: string | undefined): string => {
  const { rate } = timeline
  const start = media.kind === 'video' ? rescale(media.timecodeStart, media.rate, rate) : 0
  const length = media.kind === 'image' ? 1 : rescale(media.duration, media.rate, rate, 'ceil')
  const timecode = (frame: number): string => formatTimecode(frame, rate, timeline.timecode.dropFrame)
  const sound = media.kind === 'image' ? '' : media.audio ? `A1${media.audio.channels > 1 ? 'A2' : ''}` : ''
  const tracks = `${media.kind === 'audio' ? '' : 'V'}${sound}`
  return [
    toAscii(media.name),
    reel,
    timecode(start),
    timecode(start + length),
    tracks,
    toAscii(mediaPath(media, mediaBase) ?? ''),
  ].join('\t')
}

/** The clips of a timeline as an Avid Log Exchange file, under the reels that the lists beside it use. */
export const aleText = (timeline: Timeline, mediaBase?: string): string => {
  const reels = reelNames(timeline)
  const rows = Object.values(timeline.media).map(media => row(media, reels.get(media.id) ?? '', timeline, mediaBase))
  const sound = `${Math.round(timeline.audioRate / 1000)}khz`
  const format = timeline.canvas.height === 1080 || timeline.canvas.height === 720 ? String(timeline.canvas.height) : 'CUSTOM'
  const heading = [
    'Heading',
    'FIELD_DELIM\tTABS',
    `VIDEO_FORMAT\t${format}`,
    `AUDIO_FORMAT\t${sound}`,
    `FPS\t${rateName(timeline)}`,
  ]
  const columns = ['Name', 'Tape', 'Start', 'End', 'Tracks', 'Source File'].join('\t')
  return `${[...heading, '', 'Column', columns, '', 'Data', ...rows].join('\r\n')}\r\n`
}

/** What the lists for Avid do not hold. */
export const listAvidLosses = (timeline: Timeline, list: LossList): void => listEdlLosses(timeline, list, 'avid')

/**
 * For Media Composer: its lists, one for each video track, and the clips that they name as ALE. AAF is Avid's fuller route
 * and is not written.
 * @throws InvalidTimeline
 */
export const writeAvid = (timeline: Timeline, options: WriteSettings = {}): Written => {
  const { files, losses } = writeEdl(timeline, { ...options, style: 'avid' })
  const ale = {
    name: `${fileName(options.fileName ?? timeline.name)}.ale`,
    type: 'text/plain',
    text: aleText(timeline, options.mediaBase),
  }
  return { files: [...files, ale], losses }
}
