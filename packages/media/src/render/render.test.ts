import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import {
  createAudioMedia,
  createCaption,
  createClip,
  createImageMedia,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  type Timeline,
} from '@storycanvas/timeline'
import sharp from 'sharp'
import { MediaRunError } from '../sandbox/failure.ts'
import { openMediaTools } from '../sandbox/tools.ts'
import { frameOf } from './frame.ts'
import { frameNumber } from './frame-number.fixture.ts'
import { usualDucking } from './duck.ts'
import { RenderError } from './failure.ts'
import { type RenderOptions, type RenderProgress, renderTimeline } from './render.ts'

const samples = process.env['SAMPLES_DIR']
const tools = openMediaTools()
const canvas = { width: 320, height: 180 }
let directory = ''

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'media-render-'))
  for (const [name, background] of Object.entries({ red: '#ff0000', green: '#00ff00', grey: '#808080' })) {
    await sharp({ create: { ...canvas, channels: 3, background } })
      .png()
      .toFile(join(directory, `${name}.png`))
  }
  await writeFile(join(directory, 'beep.wav'), beep())
  // A low tone; and bursts of noise over a quiet floor, whose peaks stand far above their loudness.
  makeSound('tone', 'sine=f=200:d=3')
  makeSound('clicks', 'anoisesrc=d=3:a=0.5:seed=4,volume=0.1+0.9*lt(mod(t\\,0.5)\\,0.02):eval=frame')
})
after(() => rm(directory, { recursive: true, force: true }))

function makeSound(name: string, source: string): void {
  spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-ar', '48000', join(directory, `${name}.wav`)])
}

/** One second of silence, then one of a 1 kHz tone at half of full scale: mono, 48 kHz. */
function beep(): Buffer {
  const samples = Buffer.alloc(2 * 96_000)
  for (let i = 48_000; i < 96_000; i++)
    samples.writeInt16LE(Math.round(16_384 * Math.sin((2 * Math.PI * 1000 * i) / 48_000)), i * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(48_000, 24)
  head.writeUInt32LE(96_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

const media = {
  red: createImageMedia({ id: 'red', ...canvas }),
  green: createImageMedia({ id: 'green', ...canvas }),
  grey: createImageMedia({ id: 'grey', ...canvas }),
  beep: createAudioMedia({ id: 'beep', duration: 96_000, audio: { channels: 1, sampleRate: 48_000 } }),
  tone: createAudioMedia({ id: 'tone', duration: 144_000, audio: { channels: 1, sampleRate: 48_000 } }),
  clicks: createAudioMedia({ id: 'clicks', duration: 144_000, audio: { channels: 1, sampleRate: 48_000 } }),
  numbers: createVideoMedia({ id: 'numbers', rate: { num: 25, den: 1 }, duration: 250, ...canvas }),
}

function filmOf(part: Partial<Timeline>): Timeline {
  return createTimeline({ id: 'film', canvas, media, ...part })
}

/** Red, a dissolve to green over frames 42 to 53, a gap from 72 to 83, grey to 107. */
const film = filmOf({
  tracks: [
    createTrack({
      id: 'v',
      kind: 'video',
      clips: [
        createClip({ id: 'c1', mediaId: 'red', start: 0, duration: 48 }),
        createClip({ id: 'c2', mediaId: 'green', start: 48, duration: 24 }),
        createClip({ id: 'c3', mediaId: 'grey', start: 84, duration: 24, fadeIn: 12 }),
      ],
      transitions: [createTransition({ id: 'x', cut: 48, inOffset: 6, outOffset: 6 })],
    }),
  ],
})

async function render(name: string, timeline: Timeline, more: Partial<RenderOptions> = {}) {
  const work = join(directory, name)
  await mkdir(work, { recursive: true })
  return await renderTimeline({
    tools,
    timeline,
    resolveMedia: one => ({
      path:
        one.id === 'numbers'
          ? join(samples ?? '', 'media/gt-frame-numbers.mp4')
          : join(directory, one.kind === 'audio' ? `${one.id}.wav` : `${one.id}.png`),
      origin: 'outside',
    }),
    output: join(work, 'film.mp4'),
    workDir: join(work, 'work'),
    cacheDir: join(work, 'cache'),
    cores: 2,
    ...more,
  })
}

function decode(path: string, ...argv: readonly string[]): Buffer {
  return spawnSync('ffmpeg', ['-v', 'error', '-i', path, ...argv, 'pipe:1'], { maxBuffer: 2 ** 28 }).stdout
}

/** Every frame of a film. */
function framesOf(path: string) {
  const bytes = decode(path, '-f', 'rawvideo', '-pix_fmt', 'yuv420p')
  const size = (canvas.width * canvas.height * 3) / 2
  assert.equal(bytes.length % size, 0)
  return Array.from({ length: bytes.length / size }, (_, i) =>
    frameOf(canvas.width, canvas.height, Uint8Array.from(bytes.subarray(i * size, (i + 1) * size))),
  )
}

/** The colour in the middle of a frame. */
function colour(frame: ReturnType<typeof frameOf> | undefined): readonly number[] {
  assert.ok(frame)
  return frame.planes.map(plane => plane.samples[(plane.height >> 1) * plane.width + (plane.width >> 1)] ?? 0)
}

function near(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.ok(
    actual.every((value, i) => Math.abs(value - (expected[i] ?? 0)) <= 4),
    `${what}: ${actual.join(' ')} instead of ${expected.join(' ')}`,
  )
}

const red = [63, 102, 240]
const green = [173, 42, 26]
const black = [16, 128, 128]

test('a film has every frame of its timeline in its place, and sound of the same length', async () => {
  const result = await render('exact', film)
  assert.equal(result.frames, 108)
  const frames = framesOf(result.output)
  assert.equal(frames.length, 108)
  near(colour(frames[0]), red, 'first')
  near(colour(frames[41]), red, 'before the dissolve')
  near(colour(frames[47]), [63 + (173 - 63) * (5 / 12), 102 - 60 * (5 / 12), 240 - 214 * (5 / 12)], 'within the dissolve')
  near(colour(frames[54]), green, 'after the dissolve')
  near(colour(frames[71]), green, 'before the gap')
  near(colour(frames[72]), black, 'gap')
  near(colour(frames[84]), black, 'first of the fade')
  near(colour(frames[90]), [71, 128, 128], 'middle of the fade')
  near(colour(frames[107]), [126, 128, 128], 'last')
  // AAC comes in frames of 1024 samples.
  const sound = decode(result.output, '-f', 's16le', '-ac', '1').length / 2
  assert.ok(sound >= 4.5 * 48_000 && sound < 4.5 * 48_000 + 1024, `${sound} samples`)
})

test('the same film comes from the cache, and a change makes only what it touches', async () => {
  const first = await render('cache', film)
  assert.equal(first.segments.cached, 0)
  const again = await render('cache', film)
  assert.deepEqual(again.segments, { total: first.segments.total, cached: first.segments.total })
  const changed: Timeline = {
    ...film,
    tracks: film.tracks.map(track => ({
      ...track,
      clips: track.clips.map(clip => (clip.id === 'c3' ? { ...clip, fadeIn: 6 } : clip)),
    })),
  }
  const third = await render('cache', changed)
  assert.equal(third.segments.cached, third.segments.total - 1)
})

test('cancelling leaves no temporary file, and the next render goes on from there', async () => {
  const clips = Array.from({ length: 12 }, (_, i) =>
    createClip({ id: `c${i}`, mediaId: i % 2 ? 'red' : 'green', start: i * 100, duration: 100, fadeOut: i }),
  )
  const long = filmOf({ tracks: [createTrack({ id: 'v', kind: 'video', clips })] })
  const cancelling = new AbortController()
  let cancelled = 0
  const onProgress = ({ framesDone }: RenderProgress): void => {
    if (framesDone < 250 || cancelling.signal.aborted) return
    cancelled = performance.now()
    cancelling.abort()
  }
  await assert.rejects(render('cancel', long, { signal: cancelling.signal, onProgress }), (error: unknown) => {
    return error instanceof MediaRunError && error.reason.kind === 'cancelled'
  })
  assert.ok(performance.now() - cancelled < 2000)
  const work = join(directory, 'cancel')
  assert.deepEqual(await readdir(join(work, 'work')), [])
  assert.ok((await readdir(join(work, 'cache'))).every(name => /^[0-9a-f]{64}\.(mp4|m4a|loudness)$/.test(name)))
  assert.ok(!(await readdir(work)).includes('film.mp4'))
  const resumed = await render('cancel', long)
  assert.ok(resumed.segments.cached >= 1, `${resumed.segments.cached} from the cache`)
  assert.equal(framesOf(resumed.output).length, 1200)
})

test('progress grows to the whole film', async () => {
  const seen: RenderProgress[] = []
  await render('progress', film, { onProgress: one => seen.push(one) })
  assert.deepEqual(
    [...seen].sort((a, b) => a.framesDone - b.framesDone),
    seen,
  )
  assert.equal(seen.at(-1)?.framesDone, 108)
  assert.deepEqual([...new Set(seen.map(one => one.stage))], ['sound', 'picture', 'joining'])
})

test('a picture of what was drawn last is shown while the film is made', async () => {
  const seen: Buffer[] = []
  await render('previews', film, { onPicture: async jpeg => void seen.push(jpeg) })
  const [first] = seen
  assert.ok(first)
  const { format, width, height } = await sharp(first).metadata()
  assert.deepEqual([format, width, height], ['jpeg', 320, 180])
})

test('sound starts on its sample, with its gain and fades', async () => {
  const timeline = filmOf({
    tracks: [
      createTrack({ id: 'v', kind: 'video', clips: [createClip({ id: 'c', mediaId: 'red', start: 0, duration: 72 })] }),
      createTrack({
        id: 'a',
        kind: 'audio',
        // From half a second into the file: the tone begins half a second later, at record second 1.5.
        clips: [createClip({ id: 's', mediaId: 'beep', start: 24, duration: 36, sourceIn: 24_000, gainDb: -6, fadeOut: 12 })],
      }),
    ],
  })
  const { output } = await render('sound', timeline)
  const sound = decode(output, '-f', 'f32le', '-ac', '1')
  const loudest = (from: number, to: number): number => {
    let most = 0
    for (let i = Math.round(from * 48_000); i < Math.round(to * 48_000); i++)
      most = Math.max(most, Math.abs(sound.readFloatLE(i * 4)))
    return most
  }
  assert.ok(loudest(0, 1.47) < 0.02, 'silent before')
  assert.ok(Math.abs(loudest(1.55, 1.9) - 0.25) < 0.02, `half of half: ${loudest(1.55, 1.9)}`)
  assert.ok(Math.abs(loudest(2.24, 2.26) - 0.125) < 0.02, 'half way through the fade')
  assert.ok(loudest(2.52, 3) < 0.02, 'silent after')
  let onset = 0
  while (Math.abs(sound.readFloatLE(onset * 4)) < 0.05) onset++
  assert.ok(Math.abs(onset / 48_000 - 1.5) < 0.005, `tone begins at ${onset / 48_000}`)
})

test('sound is brought to the loudness asked for', async () => {
  const clips = [createClip({ id: 's', mediaId: 'beep', start: 0, duration: 48, gainDb: -20 })]
  const result = await render('loud', filmOf({ tracks: [createTrack({ id: 'a', kind: 'audio', clips })] }), {
    loudnessTarget: -20,
  })
  const said = spawnSync('ffmpeg', ['-nostats', '-i', result.output, '-af', 'ebur128=framelog=verbose', '-f', 'null', '-'], {
    encoding: 'utf8',
  }).stderr
  const measured = Number(/I:\s+(-?[\d.]+) LUFS/.exec(said.slice(said.lastIndexOf('Summary')))?.[1])
  assert.ok(Math.abs(measured + 20) < 1, `${measured} LUFS`)
})

test('music gives way while somebody speaks, and comes back', async () => {
  const music = createClip({ id: 'm', mediaId: 'tone', start: 0, duration: 72, gainDb: -12, metadata: { role: 'music' } })
  // Silent for its first second, then speaking for one.
  const speech = createClip({ id: 's', mediaId: 'beep', start: 0, duration: 48, metadata: { role: 'dialogue' } })
  const timeline = filmOf({
    tracks: [createTrack({ id: 'a1', kind: 'audio', clips: [music] }), createTrack({ id: 'a2', kind: 'audio', clips: [speech] })],
  })
  const ducking = { ...usualDucking, decibels: 20, release: 0.2 }
  const sound = decode((await render('ducked', timeline, { ducking })).output, '-f', 'f32le', '-ac', '1')
  /** Strength of the 200 Hz of the music between two moments. */
  const loudest = (from: number, to: number): number => {
    const [first, count] = [Math.round(from * 48_000), Math.round((to - from) * 48_000)]
    let [sine, cosine] = [0, 0]
    for (let i = 0; i < count; i++) {
      const value = sound.readFloatLE((first + i) * 4)
      sine += value * Math.sin((2 * Math.PI * 200 * i) / 48_000)
      cosine += value * Math.cos((2 * Math.PI * 200 * i) / 48_000)
    }
    return (2 * Math.hypot(sine, cosine)) / count
  }
  const before = loudest(0.3, 0.9)
  assert.ok(before > 0.01, `music before: ${before}`)
  assert.ok(loudest(1.4, 1.9) < before / 5, `under speech: ${loudest(1.4, 1.9)} of ${before}`)
  assert.ok(loudest(2.5, 2.9) > before * 0.8, `after speech: ${loudest(2.5, 2.9)} of ${before}`)
})

test('sound made louder stays below a true peak of −1 dBTP', async () => {
  const clips = [createClip({ id: 's', mediaId: 'clicks', start: 0, duration: 72 })]
  const timeline = filmOf({ tracks: [createTrack({ id: 'a', kind: 'audio', clips })] })
  const { output } = await render('peak', timeline, { loudnessTarget: -9 })
  const said = spawnSync('ffmpeg', ['-nostats', '-i', output, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'], {
    encoding: 'utf8',
  }).stderr
  const peak = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(said.slice(said.lastIndexOf('Summary')))?.[1])
  assert.ok(peak <= -1 && peak > -4, `${peak} dBTP`)
})

test('captions are burnt in on their frames', async () => {
  const timeline = filmOf({
    tracks: [createTrack({ id: 'v', kind: 'video', clips: [createClip({ id: 'c', mediaId: 'red', start: 0, duration: 48 })] })],
    captions: [createCaption({ id: 'k', start: 12, duration: 12, text: 'Ça va? Привет {\\b1}' })],
  })
  const brightest = (frame: ReturnType<typeof frameOf>): number =>
    Math.max(...frame.bytes.subarray(0, canvas.width * canvas.height))
  const burnt = framesOf((await render('captions', timeline, { captions: 'burnt-in' })).output)
  const shown = burnt.flatMap((frame, i) => (brightest(frame) > 180 ? [i] : []))
  assert.deepEqual(
    shown,
    Array.from({ length: 12 }, (_, i) => 12 + i),
  )
  const clean = framesOf((await render('captions', timeline, { captions: 'sidecar' })).output)
  assert.ok(clean.every(frame => brightest(frame) < 100))
})

test('a picture that cannot be read names its media, and leaves nothing behind', async () => {
  await writeFile(join(directory, 'grey-broken.png'), 'no picture')
  const broken = render('broken', film, {
    resolveMedia: one => ({ path: join(directory, one.id === 'grey' ? 'grey-broken.png' : `${one.id}.png`), origin: 'outside' }),
  })
  await assert.rejects(
    broken,
    (error: unknown) => error instanceof RenderError && error.code === 'media-unreadable' && error.subject === 'grey',
  )
  assert.deepEqual(await readdir(join(directory, 'broken/work')), [])
})

describe('a picture of another shape', () => {
  /** Square: red on the left, green on the right, grey over both at the top. */
  const square = { width: 180, height: 180 }
  before(async () => {
    const half = { width: 90, height: 180, channels: 3 } as const
    const top = { create: { width: 180, height: 36, channels: 3, background: '#808080' } } as const
    await sharp({ create: { ...half, width: 180, background: '#ff0000' } })
      .composite([
        { input: { create: { ...half, background: '#00ff00' } }, left: 90, top: 0 },
        { input: top, left: 0, top: 0 },
      ])
      .png()
      .toFile(join(directory, 'square.png'))
    const tags = ['-colorspace', 'bt709', '-color_range', 'tv', '-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p']
    const matrix = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-t', '1', '-r', '24']
    const from = ['-loop', '1', '-i', join(directory, 'square.png')]
    spawnSync('ffmpeg', ['-v', 'error', ...from, ...matrix, ...tags, join(directory, 'square.mp4')])
  })

  const sources = {
    still: createImageMedia({ id: 'square', ...square }),
    footage: createVideoMedia({ id: 'square', rate: { num: 24, den: 1 }, duration: 24, ...square }),
  }
  const grey = [126, 128, 128]
  const shown = {
    bars: { left: black, right: black, top: grey },
    fill: { left: red, right: green, top: null },
    blurred: { left: red, right: green, top: grey },
  } as const
  for (const [kind, source] of Object.entries(sources))
    for (const fitting of ['bars', 'fill', 'blurred'] as const)
      test(`${kind} fills the canvas as ${fitting} says`, async () => {
        const clips = [createClip({ id: 'c', mediaId: 'square', start: 0, duration: 10 })]
        const tracks = [createTrack({ id: 'v', kind: 'video', clips })]
        const path = join(directory, kind === 'still' ? 'square.png' : 'square.mp4')
        const { output } = await render(`${kind}-${fitting}`, filmOf({ media: { square: source }, tracks }), {
          fitting,
          preset: 'mezzanine',
          resolveMedia: () => ({ path, origin: 'outside' }),
        })
        const [frame] = framesOf(output)
        const at = (x: number, y: number) =>
          frame?.planes.map((plane, i) => plane.samples[(i > 0 ? y >> 1 : y) * plane.width + (i > 0 ? x >> 1 : x)] ?? 0) ?? []
        near(at(8, 90), shown[fitting].left, 'left edge')
        near(at(312, 90), shown[fitting].right, 'right edge')
        near(at(120, 90), red, 'left of the middle')
        near(at(200, 90), green, 'right of the middle')
        near(at(120, 4), shown[fitting].top ?? red, 'top of the left')
        near(at(200, 4), shown[fitting].top ?? green, 'top of the right')
      })
})

test('sound that cannot be decoded is named with its clip, among others that can', async () => {
  await writeFile(join(directory, 'torn.wav'), Buffer.alloc(4000, 7))
  const torn = createAudioMedia({ id: 'torn', name: 'wind.wav', duration: 96_000 })
  const clips = [
    createClip({ id: 'a', mediaId: 'beep', start: 0, duration: 24 }),
    createClip({ id: 'b', name: 'Storm', mediaId: 'torn', start: 24, duration: 24 }),
  ]
  const tracks = [createTrack({ id: 'a', kind: 'audio', clips })]
  await assert.rejects(
    render('torn-sound', filmOf({ media: { ...media, torn }, tracks })),
    (error: unknown) =>
      error instanceof RenderError &&
      error.subject === 'torn' &&
      /the sound of “wind.wav” in clip “Storm” cannot be decoded/.test(error.message),
  )
})

test('sound that did not change is neither decoded nor encoded again', async () => {
  const clips = [createClip({ id: 's', mediaId: 'beep', start: 0, duration: 48 })]
  const sound = createTrack({ id: 'a', kind: 'audio', clips })
  const first = await render('kept-sound', filmOf({ tracks: [sound] }), { loudnessTarget: -20 })
  const names = () => readdir(join(directory, 'kept-sound/cache'))
  const made = await names()
  assert.deepEqual(new Set(made.map(name => name.split('.')[1])), new Set(['mp4', 'f32', 'loudness', 'm4a']))
  const again = await render('kept-sound', filmOf({ tracks: [sound] }), { loudnessTarget: -20 })
  assert.equal(again.measuredLoudness, first.measuredLoudness)
  assert.deepEqual(await names(), made)
  const later = { ...sound, clips: clips.map(clip => ({ ...clip, start: 12, gainDb: -3 })) }
  await render('kept-sound', filmOf({ tracks: [later] }), { loudnessTarget: -20 })
  const counted = Object.groupBy(await names(), name => name.split('.')[1] ?? '')
  assert.deepEqual([counted['f32']?.length, counted['m4a']?.length], [1, 2])
})

test('footage that cannot be decoded is named with its clip', async () => {
  await writeFile(join(directory, 'torn.mp4'), Buffer.alloc(4000, 7))
  const media = { torn: createVideoMedia({ id: 'torn', name: 'beach.mp4', rate: { num: 24, den: 1 }, duration: 100, ...canvas }) }
  const clips = [createClip({ id: 'c', name: 'Opening', mediaId: 'torn', start: 0, duration: 24 })]
  const work = render(
    'torn',
    createTimeline({ id: 'film', canvas, media, tracks: [createTrack({ id: 'v', kind: 'video', clips })] }),
    {
      resolveMedia: () => ({ path: join(directory, 'torn.mp4'), origin: 'outside' }),
    },
  )
  await assert.rejects(
    work,
    (error: unknown) =>
      error instanceof RenderError && error.code === 'media-unreadable' && /“beach.mp4” in clip “Opening”/.test(error.message),
  )
})

test('what cannot be rendered is refused with a code', async () => {
  const refusal = async (timeline: Timeline, more: Partial<RenderOptions> = {}): Promise<string> =>
    await render('refused', timeline, more).then(
      () => 'rendered',
      (error: unknown) => (error instanceof RenderError ? error.code : String(error)),
    )
  assert.equal(await refusal(filmOf({})), 'empty-timeline')
  assert.equal(await refusal({ ...film, canvas: { width: 321, height: 180 } }), 'canvas-unsupported')
  assert.equal(await refusal(film, { resolveMedia: () => ({ path: '/nowhere/at/all', origin: 'own' }) }), 'media-missing')
})

describe('with footage', { skip: samples === undefined ? 'SAMPLES_DIR is not set' : false }, () => {
  test('frames of clips, transitions and joints are those of the timeline', async () => {
    const timeline = filmOf({
      rate: { num: 25, den: 1 },
      tracks: [
        createTrack({
          id: 'v',
          kind: 'video',
          clips: [
            createClip({ id: 'c1', mediaId: 'numbers', start: 0, duration: 30, sourceIn: 10 }),
            createClip({ id: 'c2', mediaId: 'numbers', start: 30, duration: 5, sourceIn: 200 }),
            createClip({ id: 'c3', mediaId: 'numbers', start: 35, duration: 40, sourceIn: 100, speed: { num: -1, den: 1 } }),
          ],
        }),
      ],
    })
    const numbers = framesOf((await render('numbers', timeline)).output).map(frameNumber)
    const run = (first: number, count: number, step: number): readonly number[] =>
      Array.from({ length: count }, (_, i) => first + i * step)
    assert.deepEqual(numbers, [...run(10, 30, 1), ...run(200, 5, 1), ...run(100, 40, -1)])
  })
})
