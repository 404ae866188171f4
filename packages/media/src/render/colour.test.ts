import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { createClip, createTimeline, createTrack, createVideoMedia, type Timeline, writeAs } from '@storycanvas/timeline'
import sharp from 'sharp'
import { extractPoster } from '../image/poster.ts'
import { probeMedia } from '../probe/probe.ts'
import { openMediaTools } from '../sandbox/tools.ts'
import { renderTimeline } from './render.ts'

const tools = openMediaTools()
const hasMelt = spawnSync('melt', ['-version']).status === 0
const directory = await mkdtemp(join(tmpdir(), 'media-colour-'))
after(() => rm(directory, { recursive: true, force: true }))

const canvas = { width: 320, height: 180 }
const rgb = [200, 60, 40]
/** The same in BT.709, limited range. */
const meant = [92, 105, 190]

/** One second of one colour, coded with a matrix that the file names or leaves to its reader. */
function shoot(name: string, size: string, matrix: 'bt709' | 'smpte170m', isNamed: boolean): string {
  const path = join(directory, `${name}.mp4`)
  const picture = ['-f', 'lavfi', '-i', `color=0xc83c28:s=${size}:r=25:d=1,format=gbrp`]
  const coded = [
    '-vf',
    `scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p,setparams=colorspace=${isNamed ? matrix : 'unknown'}`,
  ]
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...coded, '-c:v', 'libx264', '-qp', '0', path])
  assert.equal(status, 0, String(stderr))
  return path
}

function filmOf(path: string): Timeline {
  const media = { a: createVideoMedia({ id: 'a', rate: { num: 25, den: 1 }, duration: 25, ...canvas, url: `file://${path}` }) }
  const clips = [createClip({ id: 'c', mediaId: 'a', start: 0, duration: 12 })]
  const tracks = [createTrack({ id: 'v', kind: 'video', clips })]
  return createTimeline({ id: 'colour', rate: { num: 25, den: 1 }, canvas, media, tracks })
}

/** Y′, Cb and Cr in the middle of the sixth picture. */
function middle(raw: Buffer): readonly number[] {
  const { width, height } = canvas
  const luma = width * height
  const picture = raw.subarray(5 * luma * 1.5)
  const chroma = (height / 4) * (width / 2) + width / 4
  return [luma / 2 + width / 2, luma + chroma, luma * 1.25 + chroma].map(at => picture[at] ?? 0)
}

function near(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  const isNear = actual.every((value, i) => Math.abs(value - (expected[i] ?? 0)) <= tolerance)
  assert.ok(isNear, `${actual.join(' ')} instead of ${expected.join(' ')}`)
}

const sources = [
  ['unnamed-high', '1280x720', 'bt709', false],
  ['unnamed-standard', '720x576', 'smpte170m', false],
  ['named-against-its-size', '1280x720', 'smpte170m', true],
  ['named-against-its-size-too', '720x576', 'bt709', true],
] as const

for (const [name, size, matrix, isNamed] of sources)
  describe(`footage of ${size} in ${matrix} that ${isNamed ? 'says so' : 'does not say so'} keeps its colour`, () => {
    const path = shoot(name, size, matrix, isNamed)

    test('in a film', async () => {
      const output = join(directory, `${name}-film.mp4`)
      await renderTimeline({
        tools,
        timeline: filmOf(path),
        resolveMedia: () => ({ path, origin: 'outside' }),
        output,
        workDir: directory,
        cacheDir: join(directory, 'cache'),
        preset: 'mezzanine',
        cores: 1,
      })
      const raw = ['-v', 'error', '-i', output, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1']
      near(middle(spawnSync('ffmpeg', raw, { maxBuffer: 2 ** 26 }).stdout), meant, 2)
    })

    test('in MLT, which is handed the same file', { skip: hasMelt ? false : 'melt is not installed' }, async () => {
      const [file] = writeAs(filmOf(path), 'mlt').files
      assert.ok(file !== undefined && 'text' in file)
      const [project, raw] = [join(directory, `${name}.mlt`), join(directory, `${name}.yuv`)]
      await writeFile(project, file.text)
      const format = ['f=rawvideo', 'vcodec=rawvideo', 'pix_fmt=yuv420p', 'real_time=-1', 'an=1', 'terminate_on_pause=1']
      const env = { ...process.env, DISPLAY: ':99', QT_QPA_PLATFORM: 'offscreen' }
      const melt = ['-silent', project, '-consumer', `avformat:${raw}`, ...format]
      // Now and then it hangs before its first frame, or ends after it and calls that a success.
      const run = (): boolean =>
        spawnSync('melt', melt, { stdio: 'ignore', timeout: 30_000, killSignal: 'SIGKILL', env }).status === 0 &&
        statSync(raw).size >= 6 * canvas.width * canvas.height * 1.5
      assert.ok(run() || run() || run())
      near(middle(await readFile(raw)), meant, 3)
    })

    test('in a poster', async () => {
      const file = { path, origin: 'outside' } as const
      const probe = await probeMedia(tools, file)
      assert.ok(probe.kind === 'accepted')
      const poster = await extractPoster(tools, file, probe.facts, { at: 0.5 })
      assert.ok(poster)
      const { data } = await sharp(poster).raw().toBuffer({ resolveWithObject: true })
      near([...data.subarray(0, 3)], rgb, 4)
    })
  })
