import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  type Clip,
  commonRates,
  createClip,
  createImageMedia,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  knownWipes,
  type Timeline,
  type Track,
  type Transition,
  writeAs,
} from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { openMediaTools } from '../sandbox/tools.ts'
import { type Colour, filmName, numbered, numberedFilm, numberedStill, stillName } from './numbered.fixture.ts'
import { renderTimeline } from './render.ts'
import { type Known, type Stated, statedPictures } from './stated-picture.fixture.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 2)
const hasMelt = String(spawnSync('melt', ['-query', 'transitions']).stdout).includes('frei0r.cairoblend')
const directory = await mkdtemp(join(tmpdir(), 'media-engines-'))
after(() => rm(directory, { recursive: true, force: true }))

const { width, height } = numbered
const grounds = { own: [100, 108, 150], other: [60, 146, 118], still: [150, 118, 140] } as const
const stillNumber = 693
const known = ({ id }: { readonly id: string }): Known =>
  id === 'still'
    ? { ground: grounds.still, still: stillNumber }
    : { ground: id === 'own' ? grounds.own : grounds.other, still: null }

const speeds = [
  [1, 1],
  [1, 1],
  [1, 1],
  [2, 1],
  [1, 2],
  [3, 4],
  [-1, 1],
  [-1, 2],
  [-2, 1],
  [0, 1],
] as const

const piece = fc.record({
  gap: fc.constantFrom(0, 0, 0, 1, 9),
  duration: fc.integer({ min: 1, max: 24 }),
  media: fc.constantFrom('own', 'own', 'other', 'still'),
  sourceIn: fc.integer({ min: 180, max: 220 }),
  speed: fc.constantFrom(...speeds),
  join: fc.constantFrom('cut', 'dissolve', 'wipe', 'fade'),
  inOffset: fc.nat({ max: 8 }),
  outOffset: fc.nat({ max: 8 }),
  wipe: fc.constantFrom(...knownWipes),
})
type Piece = typeof piece extends fc.Arbitrary<infer T> ? T : never

function trackOf(id: string, pieces: readonly Piece[]): Track {
  const clips: Clip[] = []
  const transitions: Transition[] = []
  let end = 0
  let free = 0
  for (const [i, one] of pieces.entries()) {
    const start = end + one.gap
    const inOffset = Math.min(one.inOffset, free)
    const outOffset = Math.min(one.outOffset, one.duration)
    const isJoined =
      one.gap === 0 &&
      (one.join === 'dissolve' || one.join === 'wipe') &&
      inOffset + outOffset > 0 &&
      i > 0 &&
      clips[i - 1]?.fadeOut === 0
    const fadeIn = one.join === 'fade' ? Math.min(one.inOffset, one.duration) : 0
    const fadeOut = one.join === 'fade' ? Math.min(one.outOffset, one.duration - fadeIn) : 0
    if (isJoined) {
      const kind = one.join === 'wipe' ? 'wipe' : 'dissolve'
      const wipe = kind === 'wipe' ? one.wipe : null
      transitions.push(createTransition({ id: `${id}-t${i}`, kind, wipe, cut: start, inOffset, outOffset }))
    }
    const [num, den] = one.media === 'still' ? ([1, 1] as const) : one.speed
    const sourceIn = one.media === 'still' ? 0 : one.sourceIn
    const times = { start, duration: one.duration, sourceIn, speed: { num, den }, fadeIn, fadeOut }
    clips.push(createClip({ id: `${id}-c${i}`, mediaId: one.media, ...times }))
    end = start + one.duration
    free = one.duration - (isJoined ? outOffset : 0) - fadeIn - fadeOut
  }
  return createTrack({ id, kind: 'video', clips, transitions })
}

const rate = fc.constantFrom(...Object.values(commonRates))
const timelines = fc
  .record({
    rate,
    other: rate,
    below: fc.array(piece, { minLength: 3, maxLength: 8 }),
    above: fc.array(piece, { maxLength: 3 }),
  })
  .map(({ rate, other, below, above }): Timeline => {
    const film = { duration: numbered.frames, width, height }
    const media = {
      own: createVideoMedia({ id: 'own', rate, ...film, url: `file://${join(directory, filmName(rate, grounds.own))}` }),
      other: createVideoMedia({
        id: 'other',
        rate: other,
        ...film,
        url: `file://${join(directory, filmName(other, grounds.other))}`,
      }),
      still: createImageMedia({ id: 'still', width, height, url: `file://${join(directory, stillName(stillNumber))}` }),
    }
    const gapFirst = above.map((one, i) => (i === 0 ? { ...one, gap: 9 as const } : one))
    const tracks = [trackOf('v1', below), ...(above.length > 0 ? [trackOf('v2', gapFirst)] : [])]
    return createTimeline({ id: 'engines', rate, canvas: { width, height }, media, tracks })
  })

function ffmpeg(argv: readonly string[], input: Buffer): void {
  const { status, stderr } = spawnSync('ffmpeg', argv, { input })
  assert.equal(status, 0, String(stderr))
}

let counter = 0
async function folder(): Promise<string> {
  counter++
  const path = join(directory, String(counter))
  await mkdir(path)
  return path
}

/** Pictures of our own film of the timeline. */
async function ours(timeline: Timeline): Promise<readonly Buffer[]> {
  const work = await folder()
  const output = join(work, 'film.mp4')
  await renderTimeline({
    tools: openMediaTools(),
    timeline,
    resolveMedia: ({ url }) => ({ path: (url ?? '').slice('file://'.length), origin: 'own' }),
    output,
    workDir: work,
    cacheDir: join(work, 'cache'),
    preset: 'mezzanine',
    cores: 2,
  })
  const raw = spawnSync('ffmpeg', ['-v', 'error', '-i', output, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'], {
    maxBuffer: 2 ** 30,
  })
  await rm(work, { recursive: true })
  return picturesOf(raw.stdout)
}

/** Pictures of what melt makes of our MLT file. */
async function theirs(timeline: Timeline): Promise<readonly Buffer[]> {
  const work = await folder()
  const { files } = writeAs(timeline, 'mlt')
  for (const file of files) await writeFile(join(work, file.name), 'text' in file ? file.text : file.bytes)
  const raw = join(work, 'film.yuv')
  const format = ['f=rawvideo', 'vcodec=rawvideo', 'pix_fmt=yuv420p', 'real_time=-1', 'an=1', 'terminate_on_pause=1']
  const melt = () =>
    spawnSync('melt', ['-silent', files[0]?.name ?? '', '-consumer', `avformat:${raw}`, ...format], {
      cwd: work,
      stdio: 'ignore',
      timeout: 15_000,
      // It does not hear SIGTERM where it hangs.
      killSignal: 'SIGKILL',
      // MLT's pictures come through Qt, which wants to hear of some display.
      env: { ...process.env, DISPLAY: ':99', QT_QPA_PLATFORM: 'offscreen' },
    }).status
  // On a busy machine melt 7.12 now and then stops before its first frame, and ends there or waits for ever.
  const hasFilm = async (): Promise<boolean> => melt() === 0 && (await stat(raw)).size > 0
  const isDone = (await hasFilm()) || (await hasFilm()) || (await hasFilm())
  assert.ok(isDone, 'melt came to no good end')
  const pictures = picturesOf(await readFile(raw))
  await rm(work, { recursive: true })
  return pictures
}

function picturesOf(raw: Buffer): readonly Buffer[] {
  const size = (width * height * 3) / 2
  return Array.from({ length: raw.length / size }, (_, i) => raw.subarray(i * size, (i + 1) * size))
}

/** Where pictures are compared: inside the ten blocks, and over the rest in a grid. Patches of 8 × 8, in chroma of 4 × 4. */
const blocks = Array.from({ length: 10 }, (_, bit) => ({ x: 12 + 32 * bit, y: 156 }))
const grid = Array.from({ length: 40 }, (_, i) => ({ x: 20 + 40 * (i % 8), y: 12 + 26 * Math.floor(i / 8) }))

/** Mean of one patch in each plane. */
function patchOf(picture: Buffer, { x, y }: { x: number; y: number }): Colour {
  const plane = (start: number, shrink: number): number => {
    const side = 8 / shrink
    let sum = 0
    for (let at = 0; at < side * side; at++) {
      const [column, row] = [x / shrink + (at % side), y / shrink + Math.floor(at / side)]
      sum += picture[start + (row * width) / shrink + column] ?? 0
    }
    return sum / (side * side)
  }
  return [plane(0, 1), plane(width * height, 2), plane((width * height * 5) / 4, 2)]
}

/**
 * Until 7.36 MLT darkens a picture over another one towards luma 0 where we darken it towards black; the chroma of what is darker
 * than black is lost on its way through R′G′B′.
 */
function darkened([luma, blue, red]: Colour, { light, isOver }: Stated, is: Colour): Colour {
  return isOver && light < 1 ? [Math.max(16, luma - 16 * (1 - light)), is[1], is[2]] : [luma, blue, red]
}

const distance = (one: Colour, other: Colour): number => Math.max(...one.map((value, i) => Math.abs(value - (other[i] ?? 0))))

function statedPatch({ colour }: Stated, { x, y }: { x: number; y: number }): Colour {
  const colours = Array.from({ length: 64 }, (_, at) => colour(x + (at % 8), y + (at >> 3)))
  const meanOf = (i: 0 | 1 | 2): number => colours.reduce((sum, one) => sum + one[i], 0) / 64
  return [meanOf(0), meanOf(1), meanOf(2)]
}

function compare(engine: 'our film' | 'melt', pictures: readonly Buffer[], stated: readonly Stated[]): number {
  assert.equal(pictures.length, stated.length, `${engine}: frames`)
  let most = 0
  for (const [frame, picture] of pictures.entries()) {
    const one = stated[frame] as Stated
    for (const place of [...blocks, ...grid]) {
      const [is, meant] = [patchOf(picture, place), statedPatch(one, place)]
      const off = Math.min(distance(is, meant), engine === 'melt' ? distance(is, darkened(meant, one, is)) : 256)
      most = Math.max(most, off)
      const where = `${engine}, frame ${frame} (${one.says}) at ${place.x}, ${place.y}`
      // MLT cuts off what it calculates with opacity, to bytes, at each of its steps; the chroma of a wipe's edge stands by its left
      // column there, and by its middle here.
      const isRough = engine === 'melt' && (one.light < 1 || Math.abs(is[0] - meant[0]) <= 2)
      assert.ok(off <= (isRough ? 3 : 2), `${where}: ${is.join(' ')} instead of ${meant.join(' ')}`)
    }
  }
  return most
}

test('our films, melt on our MLT files and the frame map are one picture', {
  skip: hasMelt ? false : 'melt or its plug-ins (frei0r-plugins) are not installed',
}, async t => {
  await numberedStill(directory, stillNumber, grounds.still)
  let [frames, most] = [0, { ours: 0, melt: 0 }]
  await fc.assert(
    fc.asyncProperty(timelines, async timeline => {
      numberedFilm(directory, timeline.rate, grounds.own, ffmpeg)
      const { other } = timeline.media
      if (other?.kind === 'video') numberedFilm(directory, other.rate, grounds.other, ffmpeg)
      const stated = statedPictures(timeline, known)
      const film = await ours(timeline)
      const melted = await theirs(timeline)
      frames += stated.length
      most = {
        ours: Math.max(most.ours, compare('our film', film, stated)),
        melt: Math.max(most.melt, compare('melt', melted, stated)),
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
  t.diagnostic(
    `${runs} timelines, ${frames} frames; largest difference: ours ${most.ours.toFixed(2)}, melt ${most.melt.toFixed(2)} of 255`,
  )
})
