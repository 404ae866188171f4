import { requireValid } from '../../check/validate.ts'
import { edges as edgesOf } from '../../layout.ts'
import type { Clip, Media, Timeline, Track } from '../../model.ts'
import { toTime } from '../../time/conversion.ts'
import { type Fraction, multiply, round } from '../../time/fraction.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written } from '../format.ts'
import { type Gaps, type LossList, listGaps, lossList } from '../losses.ts'
import { mediaPath } from '../media-address.ts'

const columns =
  'ID Track StartTime Length PlayRate Locked Normalized StretchMethod Looped OnRuler MediaType FileName Stream StreamStart StreamLength FadeTimeIn FadeTimeOut SustainGain CurveIn GainIn CurveOut GainOut Layer Color CurveInR CurveOutR PlayPitch LockPitch'

const gaps: Gaps = {
  canvas: ['dropped', 'is not part of the list.'],
  'audio-rate': ['dropped', 'is not part of the list.'],
  timecode: ['dropped', 'is not part of the list; it counts from zero.'],
  'track-name': ['dropped', 'loses its name; a list numbers its tracks.'],
  muted: ['dropped', 'is muted, which the list cannot say.'],
  disabled: ['dropped', 'is disabled and left out.'],
  motion: ['dropped', 'loses its camera move.'],
  wipe: ['approximated', 'becomes a crossfade, as every transition of the list.'],
  caption: ['dropped', 'has no place in the list.'],
  marker: ['dropped', 'has no place in the list.'],
  'media-address': ['approximated', 'has no address and is written under its name.'],
  'media-facts': ['dropped', 'is named by its file alone.'],
  metadata: ['dropped', 'loses its metadata.'],
}

/** Milliseconds with four decimals, rounded once from the exact time: 0.1 µs is far finer than any frame. */
const milliseconds = (time: Fraction): string => {
  const tenths = round(multiply(time, { num: 10_000_000, den: 1 }), 'nearest')
  return `${Math.floor(tenths / 10000)}.${String(tenths % 10000).padStart(4, '0')}`
}

/** Vegas plays between a quarter and four times the speed, and forwards. */
const playRate = ({ speed }: Clip): number => Math.min(4, Math.max(0.25, speed.num / speed.den))

type Row = {
  readonly clip: Clip
  readonly media: Media
  readonly before: number
  readonly after: number
  readonly fadeIn: number
  readonly fadeOut: number
}

const rowsOf = (timeline: Timeline, track: Track): Row[] => {
  const edges = edgesOf({ ...track, clips: track.clips.filter(clip => clip.enabled) })
  return track.clips.flatMap((clip): Row[] => {
    const own = edges.get(clip.id)
    const media = timeline.media[clip.mediaId]
    if (!own || !media) return []
    const { transitionIn, transitionOut } = own
    const length = (cross: typeof transitionIn): number => (cross ? cross.inOffset + cross.outOffset : 0)
    return [
      {
        clip,
        media,
        before: transitionIn?.inOffset ?? 0,
        after: transitionOut?.outOffset ?? 0,
        fadeIn: length(transitionIn) || clip.fadeIn,
        fadeOut: length(transitionOut) || clip.fadeOut,
      },
    ]
  })
}

const rowText = (
  timeline: Timeline,
  track: Track,
  number: number,
  id: number,
  row: Row,
  mediaBase: string | undefined,
): string => {
  const { clip, media, before, after } = row
  const { rate } = timeline
  const time = (frames: number): string => milliseconds(toTime(frames, rate))
  const length = before + clip.duration + after
  const speed = playRate(clip)
  const origin = media.kind === 'image' ? { num: 0, den: 1 } : toTime(clip.sourceIn, media.rate)
  const handle = toTime(before, rate)
  const streamStart = Math.max(0, (origin.num / origin.den) * 1000 - (handle.num / handle.den) * 1000 * speed)
  const streamLength = toTime(length, rate)
  const path = (mediaPath(media, mediaBase) ?? media.name).replace(/["\r\n]/g, '')
  const curve =
    track.kind === 'video' ? [4, '0.000000', 4, '0.000000', 0, -1, 4, 4] : [2, '0.000000', -2, '0.000000', 0, -1, -2, 2]
  const gain = (10 ** (clip.gainDb / 20)).toFixed(6)
  return [
    id,
    number,
    time(clip.start - before),
    time(length),
    speed.toFixed(6),
    'FALSE',
    'FALSE',
    0,
    'TRUE',
    'FALSE',
    track.kind === 'video' ? 'VIDEO' : 'AUDIO',
    `"${path}"`,
    0,
    streamStart.toFixed(4),
    ((streamLength.num / streamLength.den) * 1000 * speed).toFixed(4),
    time(row.fadeIn),
    time(row.fadeOut),
    gain,
    ...curve,
    '0.000000',
    'FALSE',
  ].join('; ')
}

/** What a text EDL of this timeline does not hold. */
export const listVegasLosses = (timeline: Timeline, list: LossList): void => {
  listGaps(timeline, gaps, list)
  list.add(
    'dropped',
    'rate',
    { kind: 'timeline', id: timeline.id },
    'The frame rate is not part of the list, which counts in milliseconds.',
  )
  for (const clip of timeline.tracks.flatMap(track => track.clips)) {
    const where = { kind: 'clip', id: clip.id } as const
    const frames = { start: clip.start, duration: clip.duration }
    if (clip.enabled) list.add('dropped', 'name', where, `Clip “${clip.name}” goes by the name of its file.`, frames)
    if (clip.enabled && timeline.media[clip.mediaId]?.kind !== 'image' && playRate(clip) * clip.speed.den !== clip.speed.num)
      list.add(
        'approximated',
        'speed',
        where,
        `Clip “${clip.name}” plays at ${playRate(clip)}: Vegas has speeds from 0.25 to 4, forwards.`,
        frames,
      )
  }
}

/**
 * The text EDL of Vegas Pro: one row per clip, overlaps with fades for transitions.
 * @throws InvalidTimeline
 */
export const writeVegas = (timeline: Timeline, options: WriteSettings = {}): Written => {
  requireValid(timeline)
  const list = lossList()
  listVegasLosses(timeline, list)
  const lines = [
    columns
      .split(' ')
      .map(name => `"${name}"`)
      .join(';'),
  ]
  timeline.tracks.forEach((track, number) => {
    for (const row of rowsOf(timeline, track)) lines.push(rowText(timeline, track, number, lines.length, row, options.mediaBase))
  })
  const name = `${fileName(options.fileName ?? timeline.name)}.txt`
  return { files: [{ name, type: 'text/plain', text: `${lines.join('\r\n')}\r\n` }], losses: list.losses }
}
