import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type AudioRendition,
  extractPoster,
  makeStoryboard,
  MediaRunError,
  type MeasuredSound,
  openMediaTools,
  type Storyboard,
  transcodeLadder,
  type VideoRendition,
} from '@storycanvas/media'
import type { Command } from '../command.ts'
import { createProgressBar } from '../progress-bar.ts'
import { UsageError } from '../usage-error.ts'
import { inspect, printJson, refused } from './inspect.ts'

const usage = `storycanvas ladder <file> --out <folder> [--json]
  Makes every quality that a film is worth, as segments that DASH and HLS share, and beside them a poster, pictures for
  hovering over the time line, loudness and the wave of the sound. The folder must be empty or not there.
  --json prints the renditions, the manifests and how long each step took. A file that is refused prints
  {"refused": code, "reason": sentence} and ends with 2.`

const options = { json: { type: 'boolean', default: false }, out: { type: 'string' } } as const

export const ladder: Command = { usage, run }

async function run(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0 || values.out === undefined)
    throw new UsageError('Name one file, and a folder with --out.')
  const outDir = resolve(values.out)
  await mkdir(outDir, { recursive: true })
  if ((await readdir(outDir)).length > 0) throw new UsageError(`${values.out} is not empty.`, { cause: outDir })
  const tools = openMediaTools()
  const clock = stopwatch()
  const found = await inspect(tools, name, values.json, signal)
  if (!found) return
  const { facts, path } = found
  const input = { path, origin: 'outside' } as const
  const probed = clock()
  const bar = createProgressBar()
  let playable: number | null = null
  const made = await transcodeLadder({
    ...{ tools, input, facts, outDir, signal },
    onPlayable: () => (playable = clock()),
    onProgress: ({ seconds, secondsLeft }) =>
      bar.show('Encoding', seconds / facts.seconds, secondsLeft === null ? '' : `${Math.ceil(secondsLeft)} s left`),
  }).catch(refusedOf(name, values.json))
  if (made === null) return
  const encoded = clock()
  const poster = facts.video && (await extractPoster(tools, input, facts, { signal }))
  const storyboard = made.video.length === 0 ? null : await makeStoryboard(tools, { ...made, outDir }, 'storyboard', signal)
  const extras = extrasOf(poster, storyboard, made.sound)
  for (const [file, content] of extras) await writeFile(join(outDir, file), content)
  bar.done(`${values.out}: ${made.video.map(one => one.directory).join(', ') || 'sound'} of ${made.seconds.toFixed(1)} s`)
  if (!values.json) return
  printJson({
    duration: made.seconds,
    bytes: made.bytes,
    manifests: { dash: 'manifest.mpd', hls: 'master.m3u8' },
    renditions: [...made.video, ...made.audio].map(renditionOf),
    extras: extras.map(([file]) => file),
    loudness: made.sound?.loudness ?? null,
    timings: { probe: probed, playable, encode: encoded - probed, all: clock() },
  })
}

/** Files that lie beside the renditions, by name. */
function extrasOf(
  poster: Buffer | null,
  storyboard: Storyboard | null,
  sound: MeasuredSound | null,
): [string, Buffer | string][] {
  return [
    ...(poster ? [['poster.jpg', poster] as [string, Buffer]] : []),
    ...(storyboard?.sheets.map((sheet, i): [string, Buffer] => [`storyboard-${i}.jpg`, sheet]) ?? []),
    ...(storyboard ? [['storyboard.vtt', storyboard.vtt] as [string, string]] : []),
    ...(sound ? [['waveform.json', waveformOf(sound)] as [string, string]] : []),
  ]
}

/** Seconds since it was made. */
function stopwatch(): () => number {
  const began = performance.now()
  return () => Math.round(performance.now() - began) / 1000
}

/** A file whose beginning plays may still be too damaged for the rest: told as one that is refused. */
const refusedOf = (name: string, asJson: boolean) => (error: unknown) => {
  if (!(error instanceof MediaRunError) || error.reason.kind === 'cancelled') throw error
  return refused(name, asJson, { code: 'unreadable', message: `the file cannot be encoded: ${error.message}` })
}

function renditionOf(rendition: VideoRendition | AudioRendition) {
  const { kind, directory, codec, segments, timescale, maxKbps } = rendition
  const size = kind === 'video' ? { width: rendition.width, height: rendition.height } : { channels: rendition.channels }
  return {
    ...{ kind, directory, codec, ...size, maxKbps },
    segments: segments.length,
    segmentSeconds: segments.map(({ ticks }) => ticks / timescale),
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** Lowest and highest sample of each stretch in turn, as whole numbers from −127 to 127. */
const waveformOf = ({ peaks }: MeasuredSound): string =>
  JSON.stringify({ peaksPerSecond: peaks.perSecond, peaks: Array.from(peaks.values, one => Math.round(one * 127)) })
