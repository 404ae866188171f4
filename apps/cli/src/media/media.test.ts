import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const samples = join(process.env['SAMPLES_DIR'] ?? '', 'media')
const skip = existsSync(samples) ? false : 'SAMPLES_DIR names no folder with media'

const probe = (...args: string[]) => storycanvas('probe', ...args)

function storycanvas(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const [out, err] = [[], []] as [string[], string[]]
    child.stdout.on('data', chunk => out.push(String(chunk)))
    child.stderr.on('data', chunk => err.push(String(chunk)))
    child.on('close', code => resolve({ code, out: out.join(''), err: err.join('') }))
  })
}

describe('storycanvas on media', () => {
  let folder: string
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'storycanvas-probe-'))))
  after(() => rm(folder, { recursive: true, force: true }))

  test('a file that is no film is refused with a code, as JSON and in words', async () => {
    const path = join(folder, 'film.mp4')
    await writeFile(path, '#EXTM3U\n#EXT-X-VERSION:3\nother.ts\n')
    const asJson = await probe(path, '--json')
    assert.equal(asJson.code, 2)
    assert.equal(JSON.parse(asJson.out).refused, 'container-unsupported')
    const inWords = await probe(path)
    assert.deepEqual([inWords.code, inWords.out], [2, ''])
    assert.match(inWords.err, /container-unsupported/)
  })

  test('a file that is not there, and a call without one, end with 2', async () => {
    assert.equal((await probe(join(folder, 'nothing.mp4'), '--json')).code, 2)
    assert.equal((await probe()).code, 2)
  })

  test('a turned phone film is told upright, with chapters and loudness where there are any', { skip }, async () => {
    const turned = JSON.parse((await probe(join(samples, 'mb-rotate-bbb.mp4'), '--json')).out)
    const { width, height, codedWidth, rotation, frameRate } = turned.video
    assert.deepEqual([width, height, codedWidth, rotation, frameRate], [1080, 1920, 1920, 90, '24/1'])
    const chaptered = JSON.parse((await probe(join(samples, 'ax-sample_with_chapters.mp4'), '--json')).out)
    assert.deepEqual(chaptered.chapters[1], { start: 0.201, end: 0.8, title: 'Chapter 2' })
    const { loudness, video } = JSON.parse((await probe(join(samples, 'gt-loudness-minus23.flac'), '--json')).out)
    assert.equal(video, null)
    assert.ok(Math.abs(loudness.integrated + 23) <= 0.1)
    const encrypted = await probe(join(samples, 'moz-gizmo-fragmented.mp4'), '--json')
    assert.deepEqual([encrypted.code, JSON.parse(encrypted.out).refused], [2, 'encrypted'])
  })

  test('a ladder has its manifests, and what lies beside them', { skip }, async () => {
    const out = join(folder, 'ladder')
    const { code, out: said, err } = await storycanvas('ladder', join(samples, 'gt-av-sync.mp4'), '--out', out, '--json')
    assert.equal(code, 0, err)
    const { renditions, extras, manifests, loudness, timings } = JSON.parse(said)
    assert.deepEqual(
      renditions.map((one: { directory: string }) => one.directory),
      ['180p', 'audio'],
    )
    for (const name of [...extras, manifests.dash, manifests.hls, '180p/init.mp4']) assert.ok(existsSync(join(out, name)), name)
    assert.deepEqual(extras, ['poster.jpg', 'storyboard-0.jpg', 'storyboard.vtt', 'waveform.json'])
    assert.ok(loudness.integrated < 0 && timings.playable <= timings.all)
    const again = await storycanvas('ladder', join(samples, 'gt-av-sync.mp4'), '--out', out)
    assert.equal(again.code, 2)
    assert.match(again.err, /not empty/)
    const refused = await storycanvas('ladder', join(samples, 'broken-zeros.mp4'), '--out', join(folder, 'none'), '--json')
    assert.deepEqual([refused.code, JSON.parse(refused.out).refused], [2, 'container-unsupported'])
  })
})
