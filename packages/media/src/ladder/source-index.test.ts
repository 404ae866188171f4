import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import * as fc from 'fast-check'
import type { Rendition } from '../manifest/rendition.ts'
import { probeMedia } from '../probe/probe.ts'
import { openMediaTools } from '../sandbox/tools.ts'
import { isWebReady, remuxForPlayback } from './ladder.ts'
import { foreseeRemux, withForeseen } from './source-index.ts'

const tools = openMediaTools()
const samples = process.env['SAMPLES_DIR'] ?? ''
const skip = samples === '' ? 'SAMPLES_DIR is not set' : false
const directory = await mkdtemp(join(tmpdir(), 'media-index-'))
after(() => rm(directory, { recursive: true, force: true }))

/** 23 seconds with scene changes, B-frames and sound, keyframes where the encoder wants them. */
function film(name: string, ...options: string[]): string {
  const path = join(directory, name)
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=23']
  const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=44100:duration=23']
  const encoding = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '60', '-c:a', 'aac']
  execFileSync('ffmpeg', ['-v', 'error', ...picture, ...sound, ...encoding, ...options, path])
  return path
}

/** Compares what is foreseen of a film with what becomes of it; false where nothing is foreseen. */
async function foreseesRightly(path: string, name: string): Promise<boolean> {
  const input = { path, origin: 'own' } as const
  const probe = await probeMedia(tools, input)
  assert.ok(probe.kind === 'accepted' && isWebReady(probe.facts), name)
  const foreseen = await foreseeRemux(path)
  if (!foreseen) return false
  const { video, audio } = await remuxForPlayback({ tools, input, facts: probe.facts, outDir: join(directory, `out-${name}`) })
  const renditions: readonly Rendition[] = [...video, ...audio]
  for (const made of renditions) {
    const told: Rendition = withForeseen({ ...made, segments: made.segments.slice(0, 1) }, foreseen)
    assert.equal(told.segments.length, made.segments.length, `${name} ${made.directory}`)
    for (const [i, { ticks }] of made.segments.entries()) {
      const seconds = ((told.segments[i]?.ticks ?? 0) - ticks) / made.timescale
      assert.ok(Math.abs(seconds) < 0.1, `${name} ${made.directory} ${i}: ${seconds} s`)
    }
  }
  return true
}

test('what will become of a film that is cut up as it is stands in its index, at its end or at its beginning', async () => {
  assert.ok(await foreseesRightly(film('end.mp4'), 'end'))
  assert.ok(await foreseesRightly(film('begin.mp4', '-movflags', '+faststart'), 'begin'))
  assert.ok(await foreseesRightly(film('silent.mp4', '-an', '-bf', '0'), 'silent'))
})

test('fragments have no such index', async () => {
  assert.equal(await foreseeRemux(film('fragmented.mp4', '-movflags', '+frag_keyframe+empty_moov')), null)
})

test('a damaged index is read without harm', async () => {
  const bytes = await readFile(film('short.mp4', '-t', '3', '-movflags', '+faststart'))
  const index = bytes.readUInt32BE(bytes.readUInt32BE(0)) + bytes.readUInt32BE(0)
  const path = join(directory, 'damaged.mp4')
  await fc.assert(
    fc.asyncProperty(fc.nat(index - 1), fc.nat(255), fc.boolean(), async (at, value, isCut) => {
      await writeFile(path, isCut ? bytes.subarray(0, at) : bytes)
      const file = await open(path, 'r+')
      await file.write(Buffer.from([value]), 0, 1, Math.max(0, at - 1))
      await file.close()
      const foreseen = await foreseeRemux(path)
      assert.ok(foreseen === null || foreseen.video.every(({ seconds }) => Number.isFinite(seconds)))
    }),
    { numRuns: 300 },
  )
})

describe('films of the field', { skip }, () => {
  for (const name of ['sintel-trailer-720p.mp4', 'wpt-movie-300s.mp4', 'bbb-720p24-5s.mp4', 'ax-silent-black-10s.mp4'])
    test(`${name} is foreseen`, async () => assert.ok(await foreseesRightly(join(samples, 'media', name), name)))
})
