import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { extractPoster } from '../image/poster.ts'
import { makeStoryboard } from '../image/storyboard.ts'
import { type Rendition, renditionSeconds } from '../manifest/rendition.ts'
import type { MediaFacts } from '../probe/facts.ts'
import { probeMedia } from '../probe/probe.ts'
import { MediaRunError } from '../sandbox/failure.ts'
import { openMediaTools } from '../sandbox/tools.ts'
import { measureLoudness } from '../sound/loudness.ts'
import { measurePeaks } from '../sound/peaks.ts'
import { fragmentCutter, type StreamPart } from './fragment.ts'
import { isWebReady, type Ladder, type LadderOptions, remuxForPlayback, transcodeLadder, transcodeQuickly } from './ladder.ts'

const tools = openMediaTools()
const samples = process.env['SAMPLES_DIR'] ?? ''
const skip = samples === '' ? 'SAMPLES_DIR is not set' : false
const encoding = { preset: 'ultrafast', crf: 28, audioKbps: 96 } as const
let directory = ''
/** One ladder that many tests look at, and what was there when it became playable. */
let film: Awaited<ReturnType<typeof laddered>>
let early = { master: '', playlist: '', segments: 0 }

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'media-ladder-'))
  // Ten seconds at 23.976 with a flash and a beep each second.
  make('film.mp4', '24000/1001', ['-f', 'lavfi', '-i', 'sine=1000:beep_factor=2:duration=10.01:sample_rate=48000'])
  make('silent.mp4', '25', [])
  const outDir = join(directory, 'ladder')
  film = await laddered(join(directory, 'film.mp4'), 'ladder', {
    onPlayable: () => {
      early = {
        master: readFileSync(join(outDir, 'master.m3u8'), 'utf8'),
        playlist: readFileSync(join(outDir, '480p/index.m3u8'), 'utf8'),
        segments: readdirSync(join(outDir, '480p')).filter(name => name.endsWith('.m4s')).length,
      }
    },
  })
})
after(() => rm(directory, { recursive: true, force: true }))

function make(name: string, rate: string, sound: readonly string[], size = '854x480'): void {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=10.01`]
  const made = spawnSync('ffmpeg', [
    '-v',
    'error',
    ...picture,
    ...sound,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    join(directory, name),
  ])
  assert.equal(made.status, 0, String(made.stderr))
}

async function factsOf(path: string): Promise<MediaFacts> {
  const probe = await probeMedia(tools, { path, origin: 'outside' })
  assert.equal(probe.kind, 'accepted', JSON.stringify(probe))
  return probe.facts
}

async function laddered(path: string, name: string, more: Partial<LadderOptions> = {}) {
  const outDir = join(directory, name)
  const ladder = await transcodeLadder({
    tools,
    input: { path, origin: 'outside' },
    facts: await factsOf(path),
    outDir,
    encoding,
    ...more,
  })
  return { ladder, outDir }
}

function probed(path: string, ...argv: readonly string[]): string {
  return spawnSync('ffprobe', ['-v', 'error', ...argv, '-of', 'csv=p=0', path], { encoding: 'utf8' }).stdout.trim()
}

/** Times of the keyframes of one rendition, from the files as stored. */
function keyframes(outDir: string, rendition: Rendition): readonly string[] {
  const playlist = join(outDir, rendition.directory, 'index.m3u8')
  const lines = probed(playlist, '-select_streams', 'v', '-skip_frame', 'nokey', '-show_entries', 'frame=pts_time').split('\n')
  return lines
    .map(Number.parseFloat)
    .filter(Number.isFinite)
    .map(time => time.toFixed(3))
}

test('every rung has the same keyframes, one at the start of each segment', () => {
  const { ladder, outDir } = film
  assert.deepEqual(
    ladder.video.map(one => one.directory),
    ['480p', '360p', '240p'],
  )
  for (const rendition of ladder.video) {
    assert.deepEqual(keyframes(outDir, rendition), ['0.000', '4.004', '8.008'])
    assert.deepEqual(
      rendition.segments.map(one => one.ticks),
      [96_096, 96_096, 48_048],
    )
  }
})

test('pictures that change their size midway keep their pace', async () => {
  const halves = ['160x120', '320x240'].map(size => {
    const path = join(directory, `${size}.ts`)
    const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=1`]
    assert.equal(spawnSync('ffmpeg', ['-v', 'error', ...picture, '-c:v', 'mpeg2video', '-bf', '0', path]).status, 0)
    return readFileSync(path)
  })
  const path = join(directory, 'resized.ts')
  writeFileSync(path, Buffer.concat(halves))
  const { ladder, outDir } = await laddered(path, 'resized')
  const [only] = ladder.video
  assert.ok(only)
  assert.deepEqual([only.width, only.height], [160, 120])
  const frames = probed(join(outDir, only.directory, 'index.m3u8'), '-show_entries', 'frame=pts_time').split('\n')
  const times = frames.map(Number.parseFloat).filter(Number.isFinite)
  assert.equal(new Set(times).size, times.length)
  assert.ok(times.length >= 49 && times.length <= 51, `${times.length} frames`)
})

test('sound that ends early goes on as silence, and a picture that does as its last frame', async () => {
  const streams = (picture: number, sound: number) => [
    ...['-f', 'lavfi', '-i', `testsrc2=size=160x120:rate=25:duration=${picture}`],
    ...['-f', 'lavfi', '-i', `sine=440:duration=${sound}:sample_rate=48000`],
  ]
  for (const [name, picture, sound] of [
    ['short-sound.mp4', 2, 0.5],
    ['short-picture.mkv', 0.5, 2],
    ['still.mkv', 0.04, 2],
  ] as const) {
    const path = join(directory, name)
    const encoded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
    assert.equal(spawnSync('ffmpeg', ['-v', 'error', ...streams(picture, sound), ...encoded, path]).status, 0)
    const { ladder } = await laddered(path, `of-${name}`)
    for (const rendition of [...ladder.video, ...ladder.audio]) {
      const seconds = renditionSeconds(rendition)
      assert.ok(Math.abs(seconds - 2) < 0.08, `${name} ${rendition.directory}: ${seconds} s`)
    }
  }
})

test('what begins late in MPEG-TS begins late in the ladder', async () => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=2']
  const sound = ['-f', 'lavfi', '-i', 'sine=440:duration=2:sample_rate=48000']
  const late = ['-itsoffset', '0.7']
  const made = async (name: string, inputs: readonly string[]) => {
    const path = join(directory, name)
    const encoded = ['-map', '0:v', '-map', '1:a', '-c:v', 'mpeg2video', '-c:a', 'mp2', path]
    assert.equal(spawnSync('ffmpeg', ['-v', 'error', ...inputs, ...encoded]).status, 0)
    return laddered(path, `of-${name}`)
  }
  const { outDir } = await made('late-sound.ts', [...picture, ...late, ...sound])
  const argv = ['-i', join(outDir, 'audio/index.m3u8'), '-f', 's16le', '-ac', '1', '-ar', '8000', 'pipe:1']
  const { stdout } = spawnSync('ffmpeg', ['-v', 'error', ...argv])
  const first = Array.from({ length: stdout.length / 2 }, (_, i) => stdout.readInt16LE(i * 2)).findIndex(
    one => Math.abs(one) > 500,
  )
  assert.ok(Math.abs(first / 8000 - 0.7) < 0.04, `${first / 8000} s`)
  const { ladder } = await made('late-picture.ts', [...late, ...picture, ...sound])
  const seconds = ladder.video.map(renditionSeconds)
  assert.ok(
    seconds.every(one => Math.abs(one - 2.7) < 0.05),
    `${seconds.join()} s`,
  )
})

test('a poster is found where nothing can be sought', async () => {
  const path = join(directory, 'one-keyframe.ts')
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=2']
  assert.equal(spawnSync('ffmpeg', ['-v', 'error', ...picture, '-c:v', 'libx264', '-preset', 'ultrafast', path]).status, 0)
  const file = { path, origin: 'outside' } as const
  const poster = await extractPoster(tools, file, await factsOf(path))
  assert.equal(poster?.subarray(0, 2).toString('hex'), 'ffd8')
})

test('a poster is no picture of a fade where there is a better one', async () => {
  const path = join(directory, 'fade.mp4')
  const made = spawnSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'mandelbrot=size=160x120:rate=25', '-t', '10', '-vf', 'fade=in:st=2:d=0.1'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', path],
  ])
  assert.equal(made.status, 0, String(made.stderr))
  const poster = await extractPoster(tools, { path, origin: 'outside' }, await factsOf(path))
  assert.ok(poster)
  const { channels } = await sharp(poster).stats()
  assert.ok(channels.some(({ max }) => max > 100))
})

test('the run that makes the rungs measures the sound as runs of their own do', async () => {
  const path = join(directory, 'film.mp4')
  const file = { path, origin: 'outside' } as const
  const alone = await measureLoudness(tools, { kind: 'media', file }, new AbortController().signal)
  const { sound } = film.ladder
  assert.ok(sound && alone.integrated !== null && sound.loudness.integrated !== null)
  assert.ok(Math.abs(sound.loudness.integrated - alone.integrated) <= 0.2)
  const { values } = await measurePeaks(tools, file, sound.peaks.perSecond)
  assert.equal(sound.peaks.values.length, values.length)
  // Resampled once more on its way, a wave may stray a little at the edges of a beep.
  assert.ok(sound.peaks.values.every((one, i) => Math.abs(one - (values[i] ?? Number.NaN)) < 0.05))
  assert.ok(values.some(one => one > 0.1))
})

test('ffprobe reads both manifests, with every frame and sound in step', () => {
  const { ladder, outDir } = film
  for (const name of ['master.m3u8', 'manifest.mpd']) {
    const streams = probed(join(outDir, name), '-show_entries', 'stream=codec_name,width,height').split('\n')
    for (const stream of ['h264,854,480', 'h264,640,360', 'aac'])
      assert.ok(
        streams.some(one => one.startsWith(stream)),
        `${name}: ${stream}`,
      )
  }
  const [first] = ladder.video
  const [sound] = ladder.audio
  assert.ok(first && sound)
  const list = (rendition: Rendition): string => join(outDir, rendition.directory, 'index.m3u8')
  assert.equal(probed(list(first), '-count_frames', '-show_entries', 'stream=nb_read_frames').split('\n')[0], '240')
  assert.equal(Number(probed(list(first), '-show_entries', 'stream=start_time').split('\n')[0]), 0)
  // What primes the encoder lies before 0, and is skipped by the edit list.
  assert.ok(Math.abs(Number(probed(list(sound), '-show_entries', 'stream=start_time').split('\n')[0])) < 0.022)
})

test('files appear whole: no partial one is left, and playlists name what is there', () => {
  const { ladder, outDir } = film
  const files = readdirSync(outDir, { recursive: true }).map(String)
  assert.ok(files.every(name => !name.endsWith('.partial')))
  for (const rendition of [...ladder.video, ...ladder.audio]) {
    const playlist = readFileSync(join(outDir, rendition.directory, 'index.m3u8'), 'utf8')
    for (const name of playlist.split('\n').filter(line => line.endsWith('.m4s')))
      assert.ok(existsSync(join(outDir, rendition.directory, name)), name)
  }
})

test('it plays before it is finished', () => {
  assert.match(early.master, /480p\/index\.m3u8/)
  assert.match(early.playlist, /PLAYLIST-TYPE:EVENT/)
  assert.ok(early.segments >= 1)
  assert.match(readFileSync(join(film.outDir, '480p/index.m3u8'), 'utf8'), /PLAYLIST-TYPE:VOD/)
})

test('a film without sound has no sound', async () => {
  const { ladder, outDir } = await laddered(join(directory, 'silent.mp4'), 'silent')
  assert.equal(ladder.audio.length, 0)
  assert.doesNotMatch(readFileSync(join(outDir, 'master.m3u8'), 'utf8'), /AUDIO/)
})

test('sound that changes its layout midway goes on, and so do the pictures', async () => {
  const half = (name: string, hertz: number, channels: number, from: number): string => {
    const path = join(directory, name)
    const made = spawnSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=3'],
      ...['-f', 'lavfi', '-i', `sine=${hertz}:duration=3:sample_rate=48000`, '-c:v', 'mpeg2video', '-c:a', 'ac3'],
      ...['-ac', String(channels), '-output_ts_offset', String(from), path],
    ])
    assert.equal(made.status, 0, String(made.stderr))
    return path
  }
  const halves = [half('surround.ts', 400, 6, 0), half('stereo.ts', 900, 2, 3)]
  writeFileSync(join(directory, 'recording.ts'), Buffer.concat(halves.map(path => readFileSync(path))))
  const { ladder, outDir } = await laddered(join(directory, 'recording.ts'), 'recording')
  for (const one of [...ladder.video, ...ladder.audio])
    assert.ok(Math.abs(renditionSeconds(one) - 6) < 0.2, `${one.directory}: ${renditionSeconds(one)} s`)
  const playlist = join(outDir, ladder.video[0]?.directory ?? '', 'index.m3u8')
  const frames = Number(probed(playlist, '-count_frames', '-show_entries', 'stream=nb_read_frames').split('\n')[0])
  assert.ok(Math.abs(frames - 150) <= 3, `${frames} frames`)
  const { stdout } = spawnSync('ffmpeg', [
    ...['-v', 'error', '-i', join(outDir, 'audio/index.m3u8'), '-f', 's16le', '-ac', '1', '-ar', '8000', 'pipe:1'],
  ])
  const heard = (from: number): number => {
    const samples = Array.from({ length: 8000 }, (_, i) => stdout.readInt16LE((from * 8000 + i) * 2))
    return samples.filter((value, i) => value >= 0 && (samples[i - 1] ?? 0) < 0).length
  }
  assert.deepEqual([Math.round(heard(1) / 10), Math.round(heard(4) / 10)], [40, 90])
})

test('the smallest film has a level that browsers know', async () => {
  make('stamp.mp4', '5', [], '16x16')
  const { ladder } = await laddered(join(directory, 'stamp.mp4'), 'stamp', { encoding: { ...encoding, preset: 'veryfast' } })
  const level1 = 10
  for (const { codec } of ladder.video) assert.ok(Number.parseInt(codec.slice(-2), 16) >= level1, codec)
})

test('cancelling ends within two seconds', async () => {
  const cancelling = new AbortController()
  let cancelled = 0
  const run = laddered(join(directory, 'film.mp4'), 'cancelled', {
    encoding: { ...encoding, preset: 'slow' },
    signal: cancelling.signal,
    onProgress: () => {
      cancelled ||= performance.now()
      cancelling.abort()
    },
  })
  await assert.rejects(run, (error: unknown) => error instanceof MediaRunError && error.reason.kind === 'cancelled')
  assert.ok(performance.now() - cancelled < 2000)
})

test('a directory that cannot be written to is an error, not a wait', async () => {
  const path = join(directory, 'film.mp4')
  await assert.rejects(laddered(path, 'film.mp4/within'), (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOTDIR')
})

test('a web-ready film plays as it is, cut at its own keyframes', async () => {
  const path = join(directory, 'film.mp4')
  const facts = await factsOf(path)
  assert.ok(isWebReady(facts))
  assert.ok(!isWebReady({ ...facts, video: facts.video && { ...facts.video, rotation: 90 } }))
  const outDir = join(directory, 'remux')
  const ladder = await remuxForPlayback({ tools, input: { path, origin: 'outside' }, facts, outDir })
  assert.deepEqual(
    ladder.video.map(one => [one.directory, one.width]),
    [['source', 854]],
  )
  assert.equal(
    probed(join(outDir, 'source/index.m3u8'), '-count_frames', '-show_entries', 'stream=nb_read_frames').split('\n')[0],
    '240',
  )
})

test('a storyboard has a picture for each segment', async () => {
  const { ladder, outDir } = film
  const storyboard = await makeStoryboard(tools, { outDir, video: ladder.video }, 'board')
  assert.equal(storyboard.tiles, 3)
  assert.equal(storyboard.sheets.length, 1)
  assert.deepEqual([...(storyboard.sheets[0] ?? [])].slice(0, 3), [0xff, 0xd8, 0xff])
  assert.match(storyboard.vtt, /^WEBVTT\n\n00:00:00\.000 --> 00:00:04\.004\nboard-0\.jpg#xywh=0,0,160,90\n/)
  assert.match(storyboard.vtt, /00:00:08\.008 --> 00:00:10\.010\nboard-0\.jpg#xywh=320,0,160,90\n$/)
  assert.deepEqual(
    readdirSync(outDir).filter(name => name.startsWith('storyboard')),
    [],
  )
})

test('where the pipe cuts the stream makes no difference', async () => {
  const argv = [
    '-v',
    'error',
    '-i',
    join(directory, 'silent.mp4'),
    '-c',
    'copy',
    '-f',
    'mp4',
    '-movflags',
    '+cmaf+frag_keyframe',
    'pipe:1',
  ]
  const bytes = spawnSync('ffmpeg', argv, { maxBuffer: 2 ** 26 }).stdout
  const cutAt = (edges: readonly number[]): readonly StreamPart[] => {
    const cut = fragmentCutter()
    const all = [0, ...[...edges].sort((a, b) => a - b), bytes.length]
    return all.slice(1).flatMap((edge, i) => cut(bytes.subarray(all[i], edge)))
  }
  const whole = cutAt([])
  assert.ok(whole.length >= 2)
  assert.equal(whole[0]?.kind, 'initialisation')
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), edges => assert.deepEqual(cutAt(edges), whole)),
    { numRuns: 20 },
  )
})

describe('films of the field', { skip }, () => {
  const shapes: { readonly [name: string]: readonly (readonly [number, number])[] } = {
    'ax-bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4': [
      [854, 480],
      [640, 360],
      [426, 240],
    ],
    'ax-bear-vp9-odd-dimensions.webm': [[160, 120]],
    'mb-rotate-bbb.mp4': [
      [1080, 1920],
      [720, 1280],
      [480, 854],
      [360, 640],
      [240, 426],
    ],
    'moz-no-cues-vp8.webm': [[320, 240]],
    'mb-no-initial-keyframe.ts': [[626, 352]],
    'ax-hdr10-av1.mp4': [
      [720, 1280],
      [480, 854],
      [360, 640],
      [240, 426],
    ],
  }
  for (const [name, sizes] of Object.entries(shapes)) {
    test(`${name} is upright, square and whole`, async () => {
      const { ladder, outDir } = await laddered(join(samples, 'media', name), name)
      assert.deepEqual(
        ladder.video.map(one => [one.width, one.height]),
        sizes,
      )
      const [first] = ladder.video
      assert.ok(first)
      const shown = probed(
        join(outDir, first.directory, 'index.m3u8'),
        '-show_entries',
        'stream=sample_aspect_ratio,pix_fmt,color_transfer',
      )
      assert.match(shown.split('\n')[0] ?? '', /^yuv420p,?.*1:1|^1:1,yuv420p/)
    })
  }

  test('sound alone becomes one audio rendition', async () => {
    const { ladder, outDir } = await laddered(join(samples, 'media/gt-loudness-minus23.flac'), 'sound')
    assert.deepEqual([ladder.video.length, ladder.audio.length], [0, 1])
    assert.match(probed(join(outDir, 'master.m3u8'), '-show_entries', 'stream=codec_name'), /aac/)
  })

  test('the codec of sound is read from its own descriptor, whatever bytes stand before it', async () => {
    const input = { path: join(samples, 'media/ax-silent-black-10s.mp4'), origin: 'own' } as const
    const probe = await probeMedia(tools, input)
    assert.ok(probe.kind === 'accepted')
    const { audio } = await remuxForPlayback({ tools, input, facts: probe.facts, outDir: join(directory, 'black') })
    assert.equal(audio[0]?.codec, 'mp4a.40.2')
  })

  test('empty packets of an Ogg file fail nothing and add no time', async () => {
    const { ladder } = await laddered(join(samples, 'media/movie-hello.ogv'), 'ogg')
    for (const one of [...ladder.video, ...ladder.audio])
      assert.ok(Math.abs(renditionSeconds(one) - 8.3) < 0.2, `${one.directory}: ${renditionSeconds(one)} s`)
  })

  test('an uneven pace becomes an even one', async () => {
    const { ladder, outDir } = await laddered(join(samples, 'media/mb-cursed-vfr.mp4'), 'vfr')
    const small = ladder.video.at(-1)
    assert.ok(small)
    assert.deepEqual(small.rate, { num: 30, den: 1 })
    const frames = Number(
      probed(join(outDir, small.directory, 'index.m3u8'), '-count_frames', '-show_entries', 'stream=nb_read_frames').split(
        '\n',
      )[0],
    )
    assert.ok(Math.abs(frames - 8.7255 * 30) <= 2, `${frames} frames`)
  })

  const ways = { transcodeLadder, transcodeQuickly, remuxForPlayback }
  for (const [name, make] of Object.entries(ways))
    test(`flash and beep stay together by ${name}`, () => staysTogether(name, make))

  async function staysTogether(name: string, make: (options: LadderOptions) => Promise<Ladder>) {
    const input = { path: join(samples, 'media/gt-av-sync.mp4'), origin: 'outside' } as const
    const outDir = join(directory, `sync-${name}`)
    const { video, audio } = await make({ tools, input, facts: await factsOf(input.path), outDir, encoding })
    const [picture] = video
    const [sound] = audio
    assert.ok(picture && sound)
    // As a browser plays it: by its edit list, each track begins before 0 with what is not presented.
    const film = (rendition: Rendition): Buffer =>
      Buffer.concat(
        ['init.mp4', ...rendition.segments.map((_, i) => `${String(i + 1).padStart(5, '0')}.m4s`)].map(name =>
          readFileSync(join(outDir, rendition.directory, name)),
        ),
      )
    const decoded = (bytes: Buffer, argv: readonly string[]): Buffer =>
      spawnSync('ffmpeg', ['-v', 'error', '-i', 'pipe:0', ...argv, 'pipe:1'], { input: bytes, maxBuffer: 2 ** 28 }).stdout
    const luma = decoded(film(picture), ['-vf', 'scale=1:1', '-f', 'rawvideo', '-pix_fmt', 'gray'])
    const flashes = [...luma].flatMap((value, i) => (value > 128 && (luma[i - 1] ?? 0) <= 128 ? [i / 30] : []))
    const pcm = decoded(film(sound), ['-copyts', '-af', 'atrim=start=0', '-f', 's16le', '-ac', '1', '-ar', '48000'])
    const beeps: number[] = []
    for (let at = 0; at < pcm.length / 2; at++) {
      if (Math.abs(pcm.readInt16LE(at * 2)) > 1500 && at / 48_000 - (beeps.at(-1) ?? -1) > 0.5) beeps.push(at / 48_000)
    }
    assert.equal(flashes.length, 10)
    assert.equal(beeps.length, 10)
    for (const [i, flash] of flashes.entries())
      assert.ok(Math.abs(flash - (beeps[i] ?? 0)) < 0.02, `flash at ${flash}, beep at ${beeps[i]}`)
  }
})
