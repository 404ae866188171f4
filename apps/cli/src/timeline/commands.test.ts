import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import {
  createAudioMedia,
  createClip,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  writeAs,
} from '@storycanvas/timeline'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

function storycanvas(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [out, err] = [[], []] as [string[], string[]]
    child.stdout.on('data', chunk => out.push(String(chunk)))
    child.stderr.on('data', chunk => err.push(String(chunk)))
    child.on('close', code => resolve({ code, out: out.join(''), err: err.join('') }))
  })
}

const rate = { num: 30_000, den: 1001 }
const video = (id: string) => createVideoMedia({ id, name: `${id}.mov`, url: `file:///footage/${id}.mov`, rate, duration: 600 })
const timeline = createTimeline({
  id: 'cut',
  name: 'Cut',
  rate,
  media: {
    a: video('a'),
    b: video('b'),
    song: createAudioMedia({ id: 'song', name: 'song.wav', url: 'file:///footage/song.wav', duration: 480_000 }),
  },
  tracks: [
    createTrack({
      id: 'V1',
      kind: 'video',
      clips: [
        createClip({ id: 'one', mediaId: 'a', start: 0, duration: 100, sourceIn: 50 }),
        createClip({ id: 'two', mediaId: 'b', start: 100, duration: 60, sourceIn: 30 }),
      ],
      transitions: [createTransition({ id: 'x', cut: 100, inOffset: 6, outOffset: 6 })],
    }),
  ],
})

describe('storycanvas on timelines', () => {
  let folder: string
  const at = (name: string) => join(folder, name)
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storycanvas-cli-'))
    const [file] = writeAs(timeline, 'json').files
    assert.ok(file && 'text' in file)
    await writeFile(at('cut.json'), file.text)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  for (const extension of ['fcpxml', 'xml', 'edl', 'otio', 'mlt'])
    test(`a cut goes to .${extension} and comes home with the same frames`, async () => {
      const there = await storycanvas('convert', at('cut.json'), at(`cut.${extension}`))
      assert.equal(there.code, 0, there.err)
      assert.ok(Array.isArray(JSON.parse(there.out).losses))
      const rateArgument = extension === 'edl' ? ['--rate', '29.97'] : []
      const [before, home] = await Promise.all([
        storycanvas('framemap', at('cut.json')),
        storycanvas('framemap', at(`cut.${extension}`), ...rateArgument),
      ])
      assert.equal(home.code, 0, home.err)
      assert.equal(home.out, before.out)
    })

  test('several video tracks go out as a list each and come home as one cut', async () => {
    const [track] = timeline.tracks
    assert.ok(track)
    const clips = [createClip({ id: 'three', mediaId: 'a', start: 20, duration: 30, sourceIn: 7 })]
    const layered = { ...timeline, tracks: [track, createTrack({ id: 'V2', kind: 'video', clips })] }
    const [file] = writeAs(layered, 'json').files
    assert.ok(file && 'text' in file)
    await writeFile(at('layered.json'), file.text)
    const there = await storycanvas('convert', at('layered.json'), at('layered.edl'))
    assert.deepEqual(JSON.parse(there.out).files, ['layered.edl', 'layered_V2.edl'])
    const before = await storycanvas('framemap', at('layered.json'))
    assert.equal((await storycanvas('framemap', at('layered.edl'))).out, before.out)
    await rm(at('layered_V2.edl'))
    const { notes } = JSON.parse((await storycanvas('convert', at('layered.edl'), at('layered.otio'))).out)
    assert.match(JSON.stringify(notes), /layered_V2\.edl.*left out/)
  })

  test('bundles and archives give the cut that they hold', async () => {
    const before = await storycanvas('framemap', at('cut.json'))
    await storycanvas('convert', at('cut.json'), at('boxed.zip'))
    await mkdir(at('cut.fcpxmld'))
    await storycanvas('convert', at('cut.json'), at('cut.fcpxmld/Info.fcpxml'))
    for (const name of ['boxed.zip', 'cut.fcpxmld']) assert.equal((await storycanvas('framemap', at(name))).out, before.out)
    const { code, err } = await storycanvas('framemap', folder)
    assert.equal(code, 2)
    assert.match(err, /is a folder/)
  })

  test('what the timeline’s own JSON holds wrongly is refused with its place', async () => {
    const [track] = timeline.tracks
    const clips = track?.clips.map(clip => ({ ...clip, duration: -5 })) ?? []
    await writeFile(at('negative.json'), JSON.stringify({ ...timeline, tracks: [{ ...track, clips }] }, null, 2))
    const { code, err } = await storycanvas('convert', at('negative.json'), at('y.json'))
    assert.equal(code, 2)
    assert.match(err, /line \d+, tracks\[0\]\.clips\[0\]: /)
  })

  test('the frame map has a line for each side of a transition', async () => {
    const { out } = await storycanvas('framemap', at('cut.json'))
    const lines = out.trim().split('\n')
    assert.equal(lines.length, 160 + 12)
    assert.equal(lines[0], '0 a.mov 50')
    assert.deepEqual(
      lines.filter(line => line.startsWith('94 ')),
      ['94 a.mov 144', '94 b.mov 24'],
    )
  })

  test('a report is also written to a file, and several files become an archive', async () => {
    const { code, err } = await storycanvas('convert', at('cut.json'), at('cut.zip'), '--report', at('loss.json'))
    assert.equal(code, 0, err)
    assert.equal(JSON.parse(await readFile(at('loss.json'), 'utf8')).to, 'resolve')
    assert.equal((await readFile(at('cut.zip'))).subarray(0, 2).toString(), 'PK')
  })

  test('what cannot be read is refused with line and element, exit code 2', async () => {
    await writeFile(
      at('broken.fcpxml'),
      '<?xml version="1.0"?>\n<fcpxml version="1.10">\n<resources>\n<asset id="r1"></resources></fcpxml>',
    )
    const { code, err } = await storycanvas('convert', at('broken.fcpxml'), at('x.edl'))
    assert.equal(code, 2)
    assert.match(err, /line 4/)
    const unknown = await storycanvas('convert', at('cut.json'), at('x.aaf'))
    assert.equal(unknown.code, 2)
    const option = await storycanvas('convert', at('cut.json'), at('x.fcpxml'), '--version', '2.0')
    assert.equal(option.code, 2)
    assert.match(option.err, /1\.10/)
    assert.equal((await storycanvas('framemap')).code, 2)
    assert.equal((await storycanvas('convert', '--nonsense')).code, 2)
    assert.ok(!(await readdir(folder)).includes('x.edl'))
  })

  test('a render has the height, the shape, the words and the sound that are asked for', async () => {
    const square = ['-f', 'lavfi', '-i', 'color=red:s=64x64:r=30000/1001:d=2', '-pix_fmt', 'yuv420p']
    assert.equal(spawnSync('ffmpeg', ['-v', 'error', '-y', ...square, at('square.mp4')]).status, 0)
    const media = { square: createVideoMedia({ id: 'square', name: 'square.mp4', rate, duration: 59, width: 64, height: 64 }) }
    const clips = [createClip({ id: 'one', mediaId: 'square', start: 0, duration: 12 })]
    const tracks = [createTrack({ id: 'V1', kind: 'video', clips })]
    const canvas = { width: 1920, height: 1080 }
    const [file] = writeAs(createTimeline({ id: 'square', name: 'Square', rate, canvas, media, tracks }), 'json').files
    assert.ok(file && 'text' in file)
    await writeFile(at('square.json'), file.text)
    const render = (...more: string[]) =>
      storycanvas('render', at('square.json'), '--media', folder, '--out', at('square-film.mp4'), '--height', '90', ...more)
    /** Luma of a point of the first picture. */
    const luma = (x: number, y: number) => {
      const raw = ['-frames:v', '1', '-vf', `crop=2:2:${x}:${y}`, '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1']
      return spawnSync('ffmpeg', ['-v', 'error', '-i', at('square-film.mp4'), ...raw]).stdout[0] ?? 0
    }
    const plain = await render('--loudness', 'off', '--no-ducking')
    assert.equal(plain.code, 0, plain.err)
    const size = ['-show_entries', 'stream=width,height', '-select_streams', 'v', '-of', 'csv=p=0', at('square-film.mp4')]
    assert.equal(String(spawnSync('ffprobe', ['-v', 'error', ...size]).stdout).trim(), '160,90')
    assert.ok(luma(4, 44) < 20 && luma(80, 44) > 50)
    const filled = await render('--fitting', 'fill', '--watermark', 'DRAFT', '--slate')
    assert.equal(filled.code, 0, filled.err)
    assert.match(filled.err + filled.out, /72 frames/)
    const faster = await render('--frame-rate', '60')
    // 12 frames at 29.97 are 24.02 at 60.
    assert.match(faster.err + faster.out, /25 frames/)
    for (const wrong of [
      ['--fitting', 'stretched'],
      ['--height', '91'],
      ['--loudness', '3'],
      ['--frame-rate', '1000'],
      ['--frame-rate', 'fast'],
      ['--captions', 'loud'],
    ]) {
      const { code, err } = await render(...wrong)
      assert.equal(code, 2)
      assert.match(err, new RegExp(wrong[0] ?? ''))
    }
  })

  test('a render names the media that the folder does not hold', async () => {
    const { code, err } = await storycanvas('render', at('cut.json'), '--media', folder, '--out', at('film.mp4'))
    assert.equal(code, 2)
    assert.match(err, /a\.mov/)
  })
})
