import type { Rate } from '@storycanvas/timeline'
import {
  type AudioRendition,
  bandwidth,
  initialisationName,
  type Rendition,
  renditionSeconds,
  type SegmentFacts,
  type VideoRendition,
} from './rendition.ts'

/** A static Media Presentation Description (ISO/IEC 23009-1) over finished renditions, naming the files that HLS names. */
export function mediaPresentation(video: readonly VideoRendition[], audio: readonly AudioRendition[]): string {
  const all: readonly Rendition[] = [...video, ...audio]
  const seconds = Math.max(0, ...all.map(renditionSeconds))
  const longest = Math.max(1, ...all.flatMap(one => one.segments.map(segment => segment.ticks / one.timescale)))
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019" type="static" mediaPresentationDuration="${duration(seconds)}" minBufferTime="${duration(longest)}">`,
    '  <Period id="0" start="PT0S">',
    ...(video.length === 0 ? [] : videoSet(video)),
    ...audio.flatMap(audioSet),
    '  </Period>',
    '</MPD>',
  ].join('\n')}\n`
}

function videoSet(video: readonly VideoRendition[]): readonly string[] {
  return [
    '    <AdaptationSet id="0" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">',
    ...video.flatMap(one => [
      `      <Representation id="${one.directory}" bandwidth="${bandwidth(one).peak}" codecs="${one.codec}" width="${one.width}" height="${one.height}" sar="1:1" frameRate="${rateText(one.rate)}">`,
      ...template(one),
      '      </Representation>',
    ]),
    '    </AdaptationSet>',
  ]
}

function audioSet(audio: AudioRendition, position: number): readonly string[] {
  const language = audio.language === null ? '' : ` lang="${audio.language}"`
  return [
    `    <AdaptationSet id="${position + 1}" contentType="audio" mimeType="audio/mp4"${language} segmentAlignment="true" startWithSAP="1">`,
    `      <Representation id="${audio.directory}" bandwidth="${bandwidth(audio).peak}" codecs="${audio.codec}" audioSamplingRate="${audio.sampleRate}">`,
    `        <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="${audio.channels}"/>`,
    ...template(audio),
    '      </Representation>',
    '    </AdaptationSet>',
  ]
}

/** Exact lengths of every segment: sound frames do not divide four seconds, so a constant one would drift. */
function template(rendition: Rendition): readonly string[] {
  return [
    `        <SegmentTemplate timescale="${rendition.timescale}" initialization="$RepresentationID$/${initialisationName}" media="$RepresentationID$/$Number%05d$.m4s" startNumber="1">`,
    '          <SegmentTimeline>',
    ...repeated(rendition.segments).map(({ ticks, times }, i) => {
      const start = i === 0 ? ` t="${rendition.startTicks}"` : ''
      return `            <S${start} d="${ticks}"${times > 1 ? ` r="${times - 1}"` : ''}/>`
    }),
    '          </SegmentTimeline>',
    '        </SegmentTemplate>',
  ]
}

function repeated(segments: readonly SegmentFacts[]): readonly { readonly ticks: number; readonly times: number }[] {
  const runs: { ticks: number; times: number }[] = []
  for (const { ticks } of segments) {
    const last = runs.at(-1)
    if (last?.ticks === ticks) last.times++
    else runs.push({ ticks, times: 1 })
  }
  return runs
}

/** The schema allows whole numbers and fractions of them only. */
function rateText(rate: Rate): string {
  return rate.den === 1 ? String(rate.num) : `${rate.num}/${rate.den}`
}

function duration(seconds: number): string {
  return `PT${seconds.toFixed(3)}S`
}
