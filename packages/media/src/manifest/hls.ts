import {
  type AudioRendition,
  bandwidth,
  initialisationName,
  playlistName,
  type Rendition,
  renditionSeconds,
  segmentName,
  type VideoRendition,
} from './rendition.ts'

/**
 * Sound and picture of a film never end at the very same moment. Up to so much is added to the last segment, which players take
 * as they take the end of a film; what differs by more is told as a gap. Seconds.
 */
const leastGap = 1

/**
 * The playlist of one rendition (RFC 8216). While segments are still being made it is an EVENT list, to which lines are
 * only added; a finished one is VOD. All of a film are equally long, since players take the shortest for its length: where a
 * rendition ends before the film does, the rest is a gap (rfc8216bis 4.4.4.7).
 */
export function mediaPlaylist(
  rendition: Rendition,
  state: 'growing' | 'finished',
  targetSeconds: number,
  filmSeconds = renditionSeconds(rendition),
): string {
  const { segments, timescale } = rendition
  const gap = filmSeconds - renditionSeconds(rendition)
  const stretched = state === 'finished' && gap <= leastGap ? Math.round(Math.max(0, gap) * timescale) : 0
  const pieces = gap > leastGap ? Math.ceil(gap / targetSeconds) : 0
  const longest = Math.max(
    targetSeconds,
    ...segments.map(one => Math.round(one.ticks / timescale)),
    Math.round(((segments.at(-1)?.ticks ?? 0) + stretched) / timescale),
  )
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:1',
    `#EXT-X-PLAYLIST-TYPE:${state === 'growing' ? 'EVENT' : 'VOD'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${initialisationName}"`,
    ...segments.flatMap((one, i) => [
      `#EXTINF:${((one.ticks + (i === segments.length - 1 ? stretched : 0)) / timescale).toFixed(6)},`,
      segmentName(i + 1),
    ]),
    ...Array.from({ length: pieces }, (_, i) => [
      '#EXT-X-GAP',
      `#EXTINF:${(gap / pieces).toFixed(6)},`,
      segmentName(segments.length + i + 1),
    ]).flat(),
    ...(state === 'finished' ? ['#EXT-X-ENDLIST'] : []),
  ])
}

/** The playlist of all renditions. Sound is one group that every picture shares; without pictures it stands alone. */
export function masterPlaylist(video: readonly VideoRendition[], audio: readonly AudioRendition[]): string {
  const sound = audio.map(bandwidth)
  const soundPeak = Math.max(0, ...sound.map(one => one.peak))
  const soundAverage = Math.max(0, ...sound.map(one => one.average))
  const soundCodec = audio[0] === undefined ? [] : [audio[0].codec]
  const group = audio.length === 0 || video.length === 0 ? [] : ['AUDIO="sound"']
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(video.length === 0 ? [] : audio.map(soundEntry)),
    ...video.flatMap(one => [
      `#EXT-X-STREAM-INF:${[
        `BANDWIDTH=${bandwidth(one).peak + soundPeak}`,
        `AVERAGE-BANDWIDTH=${bandwidth(one).average + soundAverage}`,
        `CODECS="${[one.codec, ...soundCodec].join(',')}"`,
        `RESOLUTION=${one.width}x${one.height}`,
        // A decimal number and no quotation marks: Safari refuses a quoted one.
        `FRAME-RATE=${(one.rate.num / one.rate.den).toFixed(3)}`,
        ...group,
        'CLOSED-CAPTIONS=NONE',
      ].join(',')}`,
      `${one.directory}/${playlistName}`,
    ]),
    ...(video.length > 0
      ? []
      : audio.flatMap((one, i) => [
          `#EXT-X-STREAM-INF:BANDWIDTH=${sound[i]?.peak ?? 0},AVERAGE-BANDWIDTH=${sound[i]?.average ?? 0},CODECS="${one.codec}"`,
          `${one.directory}/${playlistName}`,
        ])),
  ])
}

function soundEntry(audio: AudioRendition, position: number): string {
  const language = audio.language === null ? [] : [`LANGUAGE="${audio.language}"`]
  return `#EXT-X-MEDIA:${[
    'TYPE=AUDIO',
    'GROUP-ID="sound"',
    `NAME="${audio.language ?? `Sound ${position + 1}`}"`,
    ...language,
    `DEFAULT=${position === 0 ? 'YES' : 'NO'}`,
    'AUTOSELECT=YES',
    `CHANNELS="${audio.channels}"`,
    `URI="${audio.directory}/${playlistName}"`,
  ].join(',')}`
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
