import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { MediaRunError, openMediaTools, pictureSize, RenderError, renderTimeline, usualDucking } from '@storycanvas/media'
import { type Media, type Rate, rateLabel, type Timeline, toSrt, toWebVtt } from '@storycanvas/timeline'
import { createProgressBar } from '../progress-bar.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { parseRate, readTimeline } from './read-timeline.ts'

const usage = `storycanvas render <timeline> --media <folder> [--out film.mp4] [--captions burnt-in|sidecar|none]
    [--rate 29.97] [--cache <folder>] [--loudness -14|off] [--no-ducking] [--watermark <words>] [--slate]
    [--height 1080] [--fitting bars|fill|blurred] [--frame-rate 25]
  Renders a timeline of any readable format with the media in a folder, found by file name. The same cache makes a second
  render after a change do only what changed. The sound comes at -14 LUFS with peaks below -1 dBTP; music gives way to speech.
  Pictures of another shape stand between black bars, fill the canvas, or stand before their own blurred likeness.
  --rate is that of a list that does not name its own; --frame-rate is that of the film, where it is to be another.
  With sidecar the captions lie beside the film as WebVTT and SubRip.`

const options = {
  media: { type: 'string' },
  out: { type: 'string', default: 'film.mp4' },
  captions: { type: 'string', default: 'burnt-in' },
  loudness: { type: 'string', default: '-14' },
  'no-ducking': { type: 'boolean', default: false },
  watermark: { type: 'string' },
  slate: { type: 'boolean', default: false },
  height: { type: 'string' },
  fitting: { type: 'string', default: 'bars' },
  rate: { type: 'string' },
  'frame-rate': { type: 'string' },
  cache: { type: 'string' },
} as const

/** Renders a timeline with media from a folder. */
async function run(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [source, ...more] = positionals
  if (source === undefined || more.length > 0 || values.media === undefined)
    throw new UsageError('Name one timeline, and the folder of its media with --media.')
  const { captions } = values
  if (captions !== 'burnt-in' && captions !== 'sidecar' && captions !== 'none')
    throw new UsageError('--captions is one of burnt-in, sidecar, none.')
  const loudnessTarget = parseLoudness(values.loudness)
  const { fitting } = values
  if (fitting !== 'bars' && fitting !== 'fill' && fitting !== 'blurred')
    throw new UsageError('--fitting is one of bars, fill, blurred.')
  const height = values.height === undefined ? null : parseHeight(values.height)
  const { timeline: cut } = await readTimeline(source, values.rate === undefined ? undefined : parseRate(values.rate))
  const timeline = height === null ? cut : { ...cut, canvas: pictureSize(cut.canvas, height) }
  const frameRate = values['frame-rate'] === undefined ? timeline.rate : parseFrameRate(values['frame-rate'])
  const slate = values.slate ? { lines: [timeline.name, `${rateLabel(frameRate)} fps`], seconds: slateSeconds } : null
  const find = await mediaFinder(resolve(values.media))
  const cache = values.cache === undefined ? null : resolve(values.cache)
  if (cache !== null) await mkdir(cache, { recursive: true })
  // Parts are made where they can be moved into the cache.
  const folder = await mkdtemp(join(cache ?? tmpdir(), 'storycanvas-render-'))
  const bar = createProgressBar()
  try {
    const result = await renderTimeline({
      tools: openMediaTools(),
      timeline,
      resolveMedia: media => ({ path: find(media), origin: 'outside' }),
      output: resolve(values.out),
      workDir: folder,
      cacheDir: cache ?? join(folder, 'cache'),
      captions,
      fitting,
      frameRate,
      loudnessTarget,
      ducking: values['no-ducking'] ? null : usualDucking,
      watermark: values.watermark ?? null,
      slate,
      signal,
      onProgress: ({ framesDone, framesTotal, secondsLeft }) =>
        bar.show('Rendering', framesDone / framesTotal, secondsLeft === null ? '' : `${Math.ceil(secondsLeft)} s left`),
    })
    if (captions === 'sidecar') await writeCaptions(timeline, slate === null ? 0 : slateSeconds, resolve(values.out))
    bar.done(
      `${values.out}: ${result.frames} frames, ${result.seconds.toFixed(1)} s, ${result.segments.cached} of ${result.segments.total} parts from the cache`,
    )
  } catch (error) {
    if (error instanceof RenderError || error instanceof MediaRunError) throw new UsageError(error.message, { cause: error })
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const slateSeconds = 2

function parseFrameRate(text: string): Rate {
  const rate = parseRate(text, '--frame-rate')
  if (rate.num < rate.den || rate.num > 240 * rate.den) throw new UsageError('--frame-rate is from 1 to 240 frames per second.')
  return rate
}

function parseHeight(text: string): number {
  const height = Number(text)
  if (!Number.isInteger(height / 2) || height < 2 || height > 4320)
    throw new UsageError('--height is an even number of lines, up to 4320.')
  return height
}

function parseLoudness(text: string): number | null {
  if (text === 'off') return null
  const target = Number(text)
  if (text.trim() === '' || !(target >= -40 && target <= -5))
    throw new UsageError('--loudness is a number of LUFS from -40 to -5, or off.')
  return target
}

/** Beside the film, under its name; later by the slate. */
async function writeCaptions(timeline: Timeline, lead: number, film: string): Promise<void> {
  const frames = Math.round((lead * timeline.rate.num) / timeline.rate.den)
  const later = { ...timeline, captions: timeline.captions.map(one => ({ ...one, start: one.start + frames })) }
  const stem = film.slice(0, film.length - extname(film).length)
  await writeFile(`${stem}.vtt`, toWebVtt(later))
  await writeFile(`${stem}.srt`, toSrt(later))
}

/** Media are found by the name of their file, whatever folder the timeline says they lay in. */
async function mediaFinder(folder: string): Promise<(media: Media) => string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: Error) => {
    throw new UsageError(`--media ${folder} cannot be read: ${cause.message}`)
  })
  const paths = new Map(entries.filter(entry => entry.isFile()).map(entry => [entry.name, join(entry.parentPath, entry.name)]))
  return media => {
    const names = [media.url === undefined ? null : basename(decodeURIComponent(media.url.split(/[?#]/)[0] ?? '')), media.name]
    const found = names.flatMap(name => (name === null ? [] : (paths.get(name) ?? [])))[0]
    if (found === undefined) throw new UsageError(`${folder} holds no file called ${names.filter(Boolean).join(' or ')}.`)
    return found
  }
}

export const render: Command = { usage, run }
