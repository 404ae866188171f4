import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openMediaTools, renderTimeline, usualDucking } from '../packages/media/src/index.ts'
import {
  createAudioMedia,
  createClip,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  type Timeline,
} from '../packages/timeline/src/index.ts'
import { cpuSecondsOfAll } from './measuring/process.ts'
import { report } from './measuring/report.ts'
import { median, timed } from './measuring/rounds.ts'
import { temporaryFolder } from './measuring/server.ts'

/**
 * Renders a cut of footage with its sound, dissolves and music, brought to −14 LUFS, against one ffmpeg that encodes the very same
 * frames and samples from uncompressed files with the same settings, and against one that reads the shots from their sources, puts
 * them together without dissolves and encodes that; then changes one clip with its sound and renders again.
 * `node bench/cut.ts [clips=60] [seconds of each=1] [rounds=2] [height=1080] [preset=standard]`; the film of three minutes has
 * 3 seconds of each.
 */
const [clips = 60, seconds = 1, rounds = 2, height = 1080] = process.argv.slice(2, 6).map(Number)
const preset = process.argv[6] === 'master' ? 'master' : 'standard'
const rate = { num: 25, den: 1 }
const width = Math.round((height * 16) / 18) * 2
const sources = 2
const sourceSeconds = 12
// bwrap does not wait for what it started, so its CPU time would be counted nowhere: what is compared runs without it.
const tools = { ...openMediaTools(), sandbox: { kind: 'none', why: 'CPU time is counted' }, allowUnsandboxed: true } as const
const folder = await temporaryFolder('cut')
const at = (name: string) => join(folder, name)

/** With these settings the rivals encode as the render does. */
const encoding: readonly string[] = [
  ...['-c:v', 'libx264', '-profile:v', 'high', '-g', '50', '-keyint_min', '50', '-sc_threshold', '0'],
  ...(preset === 'standard'
    ? ['-preset', 'superfast', '-crf', '20', '-x264-params', 'open-gop=0:mbtree=1:rc-lookahead=10']
    : ['-preset', 'medium', '-crf', '16', '-x264-params', 'open-gop=0']),
  ...['-movflags', '+faststart', '-c:a', 'aac', '-b:a', preset === 'standard' ? '192k' : '320k'],
]

type Cost = { wall: number; cpu: number }

try {
  for (let i = 0; i < sources; i += 1) shoot(i)
  const [film, changed] = [cut(null), cut(Math.floor(clips / 3))]
  const costs: Record<'render' | 'bare' | 'cutting' | 'change', Cost>[] = []
  for (let round = 0; round < rounds; round += 1) {
    const cache = at(`cache-${round}`)
    const render = await costOf(() => renderInto(film, cache, 'film.mp4'))
    if (round === 0) decode('film.mp4')
    const bare = await costOf(encodeBare)
    const cutting = await costOf(cutBare)
    costs.push({ render, bare, cutting, change: await costOf(() => renderInto(changed, cache, 'changed.mp4')) })
    process.stderr.write(`${JSON.stringify(costs.at(-1))}\n`)
  }
  const ratio = (kind: 'render' | 'cutting' | 'change', to: 'render' | 'bare' | 'cutting', unit: 'wall' | 'cpu') =>
    median(costs.map(one => one[kind][unit] / one[to][unit]))
  report(
    'cut',
    {
      cpuPerBareEncode: { value: ratio('render', 'bare', 'cpu'), unit: '×', atMost: 1.15 },
      wallPerBareEncode: { value: ratio('render', 'bare', 'wall'), unit: '×', atMost: 1.15 },
      cpuPerBareCut: { value: ratio('render', 'cutting', 'cpu'), unit: '×' },
      wallPerBareCut: { value: ratio('render', 'cutting', 'wall'), unit: '×' },
      bareCutCpuPerBareEncode: { value: ratio('cutting', 'bare', 'cpu'), unit: '×' },
      changeCpuPerRender: { value: ratio('change', 'render', 'cpu'), unit: '×', atMost: 0.1 },
      changeWallPerRender: { value: ratio('change', 'render', 'wall'), unit: '×', atMost: 0.1 },
    },
    { clips, seconds, height, preset, costs },
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function costOf(work: () => unknown): Promise<Cost> {
  const before = cpuSecondsOfAll()
  const wall = (await timed(work)) / 1000
  return { wall, cpu: cpuSecondsOfAll() - before }
}

function ffmpeg(...argv: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...argv], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** Footage with motion, detail, a little grain and sound: a keyframe every two seconds and named colours, as cameras write it. */
function shoot(index: number): void {
  const picture = `testsrc2=s=${width}x${height}:r=25,hue=h=${index * 90},noise=alls=4:allf=t`
  const sound = `anoisesrc=r=48000:c=pink:seed=${index + 1}:a=0.3,tremolo=f=0.${index + 2}`
  const length = [
    '-t',
    String(sourceSeconds),
    '-pix_fmt',
    'yuv420p',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '20',
    '-g',
    '50',
  ]
  const colours = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv']
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    picture,
    '-f',
    'lavfi',
    '-i',
    sound,
    ...length,
    ...colours,
    '-c:a',
    'aac',
    '-ac',
    '2',
    at(`m${index}.mp4`),
  )
  if (index > 0) return
  ffmpeg('-f', 'lavfi', '-i', 'sine=f=220:r=48000,tremolo=f=0.3', '-t', String(clips * seconds), '-ac', '2', at('music.wav'))
}

/** Frame of its source at which a clip begins. */
function firstFrame(clip: number): number {
  return 25 + ((clip * 37) % 150)
}

/** The cut; with `changed`, that clip and its sound begin a frame later in their source. */
function cut(changed: number | null): Timeline {
  const length = seconds * 25
  const footage = Array.from({ length: sources }, (_, i) =>
    createVideoMedia({
      id: `m${i}`,
      rate,
      duration: sourceSeconds * 25,
      width,
      height,
      audio: { channels: 2, sampleRate: 48_000 },
    }),
  )
  const music = createAudioMedia({ id: 'music', duration: clips * seconds * 48_000 })
  const shots = (side: string) =>
    Array.from({ length: clips }, (_, i) => {
      const sourceIn = firstFrame(i) + (i === changed ? 1 : 0)
      return createClip({ id: `${side}${i}`, mediaId: `m${i % sources}`, start: i * length, duration: length, sourceIn })
    })
  const pictures = shots('v')
  const transitions = pictures
    .filter((_, i) => i % 2 === 1)
    .map(({ id, start }) => createTransition({ id: `x-${id}`, cut: start, inOffset: 6, outOffset: 6 }))
  const song = createClip({ id: 'song', mediaId: 'music', start: 0, duration: clips * length, gainDb: -12 })
  return createTimeline({
    id: 'cut',
    rate,
    canvas: { width, height },
    media: Object.fromEntries([...footage, music].map(one => [one.id, one])),
    tracks: [
      createTrack({ id: 'v', kind: 'video', clips: pictures, transitions }),
      createTrack({ id: 'a1', name: 'Dialogue', kind: 'audio', clips: shots('a') }),
      createTrack({ id: 'a2', name: 'Music', kind: 'audio', clips: [song] }),
    ],
  })
}

async function renderInto(timeline: Timeline, cacheDir: string, output: string): Promise<void> {
  await renderTimeline({
    tools,
    timeline,
    resolveMedia: ({ id }) => ({ path: at(id === 'music' ? 'music.wav' : `${id}.mp4`), origin: 'outside' }),
    output: at(output),
    workDir: folder,
    cacheDir,
    preset,
    cores: availableParallelism(),
    loudnessTarget: -14,
    ducking: usualDucking,
  })
}

/** What the rival reads: the same frames and samples, made beforehand. */
function decode(film: string): void {
  ffmpeg('-i', at(film), '-f', 'rawvideo', '-pix_fmt', 'yuv420p', at('film.yuv'), '-map', '0:a:0', at('film.wav'))
}

function encodeBare(): void {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '25', '-i', at('film.yuv')]
  ffmpeg(...raw, '-i', at('film.wav'), ...encoding, at('bare.mp4'))
}

/** What decoding the shots and encoding them costs ffmpeg at the least: one run, no dissolve, the sound as it came out. */
function cutBare(): void {
  const shots = Array.from({ length: clips }, (_, i) => {
    const seek = String((firstFrame(i) - 0.5) / 25)
    return ['-threads', '1', '-ss', seek, '-t', String(seconds), '-i', at(`m${i % sources}.mp4`)]
  })
  const pads = shots.map((_, i) => `[${i}:v:0]`).join('')
  const graph = `${pads}concat=n=${clips}[v]`
  ffmpeg(
    ...shots.flat(),
    '-i',
    at('film.wav'),
    '-filter_complex',
    graph,
    '-map',
    '[v]',
    '-map',
    `${clips}:a`,
    ...encoding,
    at('cut.mp4'),
  )
}
