import { parseArgs } from 'node:util'
import {
  type Loudness,
  type MediaFacts,
  MediaRunError,
  measureLoudness,
  type MediaTools,
  openMediaTools,
} from '@storycanvas/media'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { inspect, printJson } from './inspect.ts'

const usage = `storycanvas probe <file> [--json] [--no-loudness]
  Tells what a video or sound file holds, as the library stores it: container, length, picture, sound, captions, chapters.
  Sizes are those of the upright picture with square pixels; rotation is in degrees clockwise; lengths are in seconds.
  Loudness (EBU R128) is measured over the whole file: LUFS, LU, dBTP. --no-loudness spares that.
  --json prints one object. A file that is refused prints {"refused": code, "reason": sentence} and ends with 2.`

const options = { json: { type: 'boolean', default: false }, 'no-loudness': { type: 'boolean', default: false } } as const

export const probe: Command = { usage, run }

async function run(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new UsageError('Name one file.')
  const tools = openMediaTools()
  const found = await inspect(tools, name, values.json, signal)
  if (!found) return
  const loudness = values['no-loudness'] ? null : await loudnessOf(tools, found.path, found.facts, signal)
  const properties = { ...propertiesOf(found.facts), loudness }
  if (values.json) printJson(properties)
  else for (const line of linesOf(properties)) console.log(line)
}

function propertiesOf({ container, bytes, seconds, video, audio, leftOut, captions, chapters }: MediaFacts) {
  return {
    container,
    bytes,
    duration: seconds,
    video: video && {
      codec: video.codec,
      profile: video.profile,
      width: video.width,
      height: video.height,
      codedWidth: video.codedWidth,
      codedHeight: video.codedHeight,
      sampleAspectRatio: `${video.sampleAspect.num}:${video.sampleAspect.den}`,
      rotation: video.rotation,
      isMirrored: video.isMirrored,
      frameRate: `${video.rate.num}/${video.rate.den}`,
      framesPerSecond: Number((video.rate.num / video.rate.den).toFixed(3)),
      isVariableFrameRate: video.isVariable,
      pixelFormat: video.pixelFormat,
      bitDepth: video.bitDepth,
      dynamicRange: video.dynamicRange,
      isInterlaced: video.isInterlaced,
      kbps: video.kbps,
    },
    audio: audio.map(({ codec, channels, sampleRate, language, kbps }) => ({ codec, channels, sampleRate, language, kbps })),
    leftOut,
    captions: captions.map(({ codec, language }) => ({ codec, language })),
    chapters,
  }
}

/** Null where there is no sound, or none that can be decoded to its end. */
async function loudnessOf(tools: MediaTools, path: string, { audio }: MediaFacts, signal: AbortSignal): Promise<Loudness | null> {
  if (audio.length === 0) return null
  return measureLoudness(tools, { kind: 'media', file: { path, origin: 'outside' } }, signal).catch((error: unknown) => {
    if (error instanceof MediaRunError && error.reason.kind === 'exited') return null
    throw error
  })
}

type Properties = ReturnType<typeof propertiesOf> & { loudness: Loudness | null }

function linesOf({ container, bytes, duration, video, audio, leftOut, captions, chapters, loudness }: Properties): string[] {
  const range = video?.dynamicRange === 'sdr' ? '' : `, ${video?.dynamicRange.toUpperCase()}`
  return [
    `${container}, ${duration} s, ${bytes} bytes`,
    ...(video
      ? [`picture  ${video.codec} ${video.width} × ${video.height}, ${video.framesPerSecond} frames a second${range}`]
      : []),
    ...audio.map(
      one => `sound    ${one.codec}, ${one.channels} channels, ${one.sampleRate} Hz${one.language ? `, ${one.language}` : ''}`,
    ),
    ...(loudness?.integrated ? [`loudness ${loudness.integrated} LUFS, true peak ${loudness.truePeak} dBTP`] : []),
    ...leftOut.map(codec => `sound    ${codec}, which is not played here`),
    ...captions.map(one => `captions ${one.codec}${one.language ? `, ${one.language}` : ''}`),
    ...chapters.map(({ start, title }) => `chapter  ${start} s  ${title}`),
  ]
}
