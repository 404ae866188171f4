import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isWebReady } from '../ladder/ladder.ts'
import { openMediaTools } from '../sandbox/tools.ts'
import { probeMedia } from './probe.ts'

const samples = process.env['SAMPLES_DIR'] ?? ''
const skip = samples === '' ? 'SAMPLES_DIR is not set' : false
const tools = openMediaTools()

async function told(path: string): Promise<string> {
  const probe = await probeMedia(tools, { path: resolve(samples, path), origin: 'outside' })
  if (probe.kind === 'refused') return probe.refusal.code
  const { video, audio, seconds } = probe.facts
  const picture =
    video === null
      ? 'no picture'
      : `${video.codec} ${video.width}x${video.height} ${video.rate.num}/${video.rate.den}${video.isVariable ? ' uneven' : ''} ${video.dynamicRange}`
  return `${picture}; ${audio.map(one => `${one.codec}${one.channels}`).join(' ')}; ${seconds.toFixed(2)}`
}

/** From the list of the samples, and what the rules of judge.ts say. */
const expected: { readonly [name: string]: string } = {
  'ax-bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4': 'h264 1138x640 30/1 sdr; ; 4.00',
  'ax-bear-vp9-odd-dimensions.webm': 'vp9 161x121 30000/1001 sdr; ; 1.00',
  'ax-hdr10-av1.mp4': 'av1 720x1280 30000/1001 pq; aac2; 4.24',
  'ax-hlg10-color-test.mp4': 'hevc 1920x1080 30/1 hlg; aac2; 0.30',
  'ax-long_1080p_lowbitrate.mp4': 'h264 1920x1080 30/1 sdr; aac2; 362.77',
  'ax-portrait_4k60.mp4': 'h264 2160x3840 60/1 sdr; aac2; 0.31',
  'ax-sample_missing_stsd.mp4': 'h264 1080x720 30000/1001 sdr; ; 1.02',
  'ax-sample_vvc.mp4': 'codec-unsupported',
  'broken-decode-error-vp9.webm': 'no-playable-stream',
  'broken-empty-0byte.webm': 'empty-file',
  'broken-truncated-no-moov.mp4': 'unreadable',
  'broken-zeros.mp4': 'container-unsupported',
  'evil-ffconcat.mp4': 'container-unsupported',
  'evil-hls-playlist.mp4': 'container-unsupported',
  'gt-av-sync.mp4': 'h264 320x180 30/1 sdr; aac1; 10.00',
  'gt-loudness-minus23.flac': 'no picture; flac2; 20.00',
  'mb-cursed-vfr.mp4': 'h264 3026x1386 7220/1000 uneven sdr; ; 8.73',
  'mb-hevc.ts': 'hevc 1920x1080 24/1 sdr; aac6; 5.01',
  'mb-no-initial-keyframe.ts': 'h264 626x352 30000/1001 sdr; aac2; 2.65',
  'mb-rotate-bbb.mp4': 'h264 1080x1920 24/1 sdr; aac6; 2.01',
  'movie-hello.ogv': 'theora 720x480 30000/1001 sdr; vorbis2; 8.34',
  'moz-gizmo-vp9-opus.webm': 'vp9 560x320 30/1 sdr; opus1; 5.59',
  'opencv-cup.mp4': 'h264 640x480 26777/1000 sdr; aac2; 8.10',
  'sintel-trailer-720p.mp4': 'h264 1280x720 24/1 sdr; aac2; 52.21',
}

test('files of the field have their facts, and broken ones their reasons', { skip }, async () => {
  const found: { [name: string]: string } = {}
  for (const name of Object.keys(expected)) found[name] = await told(`media/${name}`)
  assert.deepEqual(found, expected)
})

describe('what telephones, camcorders and recorders write', () => {
  let directory = ''
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'media-probe-'))
  })
  after(() => rm(directory, { recursive: true, force: true }))

  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=25:duration=2']
  const sound = ['-f', 'lavfi', '-i', 'sine=440:duration=2:sample_rate=48000']
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0']

  function make(name: string, ...argv: readonly string[]): string {
    const path = join(directory, name)
    const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...argv, path])
    assert.equal(made.status, 0, String(made.stderr))
    return path
  }

  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['mpeg1.mpg', [...picture, ...sound, '-c:v', 'mpeg1video', '-c:a', 'mp2'], 'mpeg1video 64x48 25/1 sdr; mp21'],
    ['sorenson.flv', [...picture, ...sound, '-c:v', 'flv', '-c:a', 'mp3', '-ar', '44100'], 'flv1 64x48 25/1 sdr; mp31'],
    ['e-ac-3.mkv', [...picture, ...sound, ...h264, '-c:a', 'eac3'], 'h264 64x48 25/1 sdr; eac31'],
    ['pcm.mov', [...picture, ...sound, ...h264, '-c:a', 'pcm_s24be'], 'h264 64x48 25/1 sdr; pcm_s24be1'],
    ['mpeg2.mxf', [...picture, ...sound, '-c:v', 'mpeg2video', '-c:a', 'pcm_s16le'], 'mpeg2video 64x48 25/1 sdr; pcm_s16le1'],
    [
      'dv.avi',
      ['-f', 'lavfi', '-i', 'testsrc2=size=720x576:rate=25:duration=0.2,format=yuv420p', '-c:v', 'dvvideo'],
      'dvvideo 720x576 25/1 sdr; ',
    ],
  ]
  for (const [name, argv, expectation] of cases)
    test(name, async () => {
      assert.equal((await told(make(name, ...argv))).replace(/; [0-9.]+$/, ''), expectation)
    })

  test('captions in a film do not stand in its way', async () => {
    const subtitles = join(directory, 'captions.srt')
    await writeFile(subtitles, '1\n00:00:00,000 --> 00:00:01,000\nHello\n')
    for (const [name, codec] of [
      ['captions.mkv', 'srt'],
      ['captions.mp4', 'mov_text'],
      ['styled.mkv', 'ass'],
    ] as const) {
      const path = make(name, ...picture, '-i', subtitles, ...h264, '-map', '0', '-map', '1', '-c:s', codec)
      const probe = await probeMedia(tools, { path, origin: 'outside' })
      assert.ok(probe.kind === 'accepted', `${name}: ${JSON.stringify(probe)}`)
      assert.equal(probe.facts.captions.length, 1)
    }
  })

  test('sound of discs beside a film is left out and named, wherever it stands, and covers are not looked at', async () => {
    const dts = ['-c:a:0', 'dca', '-strict', '-2', '-ac', '2']
    const only = make('dts.mkv', ...picture, ...sound, ...h264, ...dts)
    const twice = ['-map', '0', '-map', '1', '-map', '1', '-c:a:1', 'aac']
    const first = make('dts-first.mkv', ...picture, ...sound, ...h264, ...dts, ...twice)
    const cover = make('cover.png', '-f', 'lavfi', '-i', 'color=red:size=32x32', '-frames:v', '1')
    const covered = ['-i', cover, '-map', '0', '-map', '1', '-c:a', 'aac', '-c:v', 'copy', '-disposition:v', 'attached_pic']
    const song = make('song.m4a', ...sound, ...covered)
    const found: { [name: string]: unknown } = {}
    for (const path of [only, first, song]) {
      const probe = await probeMedia(tools, { path, origin: 'outside' })
      assert.ok(probe.kind === 'accepted', `${path}: ${JSON.stringify(probe)}`)
      const { video, audio, leftOut } = probe.facts
      found[relative(directory, path)] = [video?.codec ?? null, audio.map(one => [one.position, one.codec]), leftOut]
    }
    assert.deepEqual(found, {
      'dts.mkv': ['h264', [], ['dts']],
      'dts-first.mkv': ['h264', [[1, 'aac']], ['dts']],
      'song.m4a': [null, [[0, 'aac']], []],
    })
  })

  test('what was cut out of a longer recording is as long as it is', async () => {
    const path = make('cut.mkv', ...picture, ...h264, '-output_ts_offset', '1000')
    assert.match(await told(path), /; (1\.9|2\.0)\d$/)
  })

  test('a recording that states no length is measured to its last picture', async () => {
    const delayed = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '3']
    assert.match(await told(make('live.mkv', ...picture, ...delayed, '-live', '1')), /; 2\.00$/)
  })

  test('more streams than may be opened are named as the reason', async () => {
    const one = await readFile(make('one.mp4', ...picture, ...h264, '-movflags', 'faststart'))
    const at = one.indexOf('moov') - 4
    const inside = one.subarray(at + 8, at + one.readUInt32BE(at))
    const tracks = Array.from({ length: 100 }, () => inside.subarray(inside.indexOf('trak') - 4))
    const moov = Buffer.concat([Buffer.alloc(8), inside, ...tracks])
    moov.writeUInt32BE(moov.length)
    moov.write('moov', 4)
    const path = join(directory, 'many.mp4')
    await writeFile(path, Buffer.concat([one.subarray(0, at), moov]))
    assert.equal(await told(path), 'too-many-streams')
  })

  test('a cover beside a film is not taken for the film', async () => {
    const cover = make('cover.jpg', '-f', 'lavfi', '-i', 'color=red:size=32x32', '-frames:v', '1')
    const path = make('covered.mkv', '-i', cover, ...picture, '-map', '0', '-map', '1', '-c:v:0', 'copy', '-c:v:1', 'mpeg4')
    assert.match(await told(path), /^mpeg4 64x48/)
  })

  test('a film that begins between keyframes, late or mirrored is not for browsers as it is', async () => {
    const ready = make('ready.mp4', ...picture, ...sound, ...h264, '-c:a', 'aac')
    const mirrored = join(directory, 'mirrored.mp4')
    const bytes = await readFile(ready)
    // The fifth number of the track's matrix: one point down is one up (ISO/IEC 14496-12, 8.3.2).
    bytes.writeInt32BE(-65_536, bytes.indexOf('tkhd') + 4 + 40 + 16)
    await writeFile(mirrored, bytes)
    const films = {
      ready,
      mirrored,
      trimmed: make('trimmed.mp4', '-ss', '0.7', '-i', ready, '-c', 'copy'),
      late: make('late.mp4', ...picture, '-itsoffset', '1', ...sound, ...h264, '-c:a', 'aac', '-map', '0', '-map', '1'),
    }
    const found: { [name: string]: boolean } = {}
    for (const [name, path] of Object.entries(films)) {
      const probe = await probeMedia(tools, { path, origin: 'outside' })
      assert.ok(probe.kind === 'accepted')
      found[name] = isWebReady(probe.facts)
    }
    assert.deepEqual(found, { ready: true, mirrored: false, trimmed: false, late: false })
  })

  test('a kind that is not taken is called by its name, with what to do', async () => {
    const gif = await probeMedia(tools, { path: make('moving.gif', ...picture), origin: 'outside' })
    assert.match(gif.kind === 'refused' ? gif.refusal.message : '', /GIF.*convert it to MP4/)
    const wma = await probeMedia(tools, {
      path: make('sound.mkv', ...picture, ...sound, ...h264, '-c:a', 'wmav2'),
      origin: 'outside',
    })
    assert.match(wma.kind === 'refused' ? wma.refusal.message : '', /wmav2.*convert the file to MP4/)
  })
})

test('hostile containers are refused for what they are', { skip }, async () => {
  const found: { [name: string]: string } = {}
  for (const name of [
    'magicyuv.avi',
    '60-streams.mkv',
    'fps-100000.mkv',
    'long-12h-1fps.mp4',
    'huge-16384x8192.mp4',
    'odd-dims-161x119.mkv',
  ]) {
    found[name] = (await told(`bad-inputs/gen/media/${name}`)).split(';')[0] ?? ''
  }
  assert.deepEqual(found, {
    'magicyuv.avi': 'codec-unsupported',
    '60-streams.mkv': 'too-many-streams',
    'fps-100000.mkv': 'frame-rate-too-high',
    'long-12h-1fps.mp4': 'too-long',
    'huge-16384x8192.mp4': 'too-many-pixels',
    'odd-dims-161x119.mkv': 'ffv1 161x119 25/1 sdr',
  })
})

describe('every bad input', { skip }, () => {
  test('has an answer within ten seconds, reaches no other file and calls nobody', async t => {
    const directory = join(samples, 'bad-inputs')
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(one => one.isFile())
    const before = listing(directory)
    let calls = 0
    const canary = createServer(socket => {
      calls++
      socket.destroy()
    })
    // The address that the files name. Where it is taken, another run is listening for the same calls.
    const listening = await new Promise<boolean>(resolve => {
      canary.once('error', () => resolve(false)).listen(9191, '127.0.0.1', () => resolve(true))
    })
    const slow: string[] = []
    for (const file of files) {
      const path = join(file.parentPath, file.name)
      const began = performance.now()
      const probe = await probeMedia(tools, { path, origin: 'outside' })
      if (performance.now() - began > 10_000) slow.push(relative(directory, path))
      assert.ok(probe.kind === 'accepted' || probe.refusal.message !== '')
      if (/gen\/(playlist|svg|zip|json|sub|csv|lut|timeline)\//.test(path)) assert.equal(probe.kind, 'refused', path)
    }
    if (listening) await new Promise(resolve => canary.close(resolve))
    assert.equal(files.length >= 289, true)
    assert.deepEqual(slow, [])
    assert.equal(calls, 0)
    assert.deepEqual(listing(directory), before)
    t.diagnostic(`${files.length} files`)
  })
})

function listing(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).map(one => {
    const path = join(one.parentPath, one.name)
    return `${path} ${statSync(path).size}`
  })
}
