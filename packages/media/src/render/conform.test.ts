import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import {
  type Clip,
  commonRates,
  createClip,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  type Rate,
  type Timeline,
} from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { openMediaTools } from '../sandbox/tools.ts'
import { conformed, conformSpans } from './conform.ts'
import { frameOf } from './frame.ts'
import { frameNumber } from './frame-number.fixture.ts'
import { numbered, numberedFilm } from './numbered.fixture.ts'
import { renderTimeline } from './render.ts'
import { shotsOf } from './segment.ts'
import { pictureSpans } from './span.ts'

const runs = process.env['FUZZ_RUNS']
const directory = await mkdtemp(join(tmpdir(), 'media-conform-'))
after(() => rm(directory, { recursive: true, force: true }))

const { width, height } = numbered
const anyRate = fc.constantFrom(...Object.values(commonRates))
const anyShot = fc.record({
  length: fc.integer({ min: 1, max: 40 }),
  sourceIn: fc.integer({ min: 120, max: 240 }),
  speed: fc.constantFrom<readonly [number, number]>([1, 1], [1, 1], [2, 1], [1, 2], [-1, 1]),
  dissolve: fc.boolean(),
})
type Shot = typeof anyShot extends fc.Arbitrary<infer T> ? T : never

function filmOf(shots: readonly Shot[], rate: Rate, source: Rate): Timeline {
  let start = 0
  const clips = shots.map(({ length, sourceIn, speed: [num, den] }, i) => {
    const clip = createClip({ id: `c${i}`, mediaId: 'm', start, duration: length, sourceIn, speed: { num, den } })
    start += length
    return clip
  })
  const transitions = clips
    .filter((clip, i) => i > 0 && shots[i]?.dissolve === true && clip.duration > 8 && (shots[i - 1]?.length ?? 0) > 8)
    .map(({ id, start }) => createTransition({ id: `x${id}`, cut: start, inOffset: 4, outOffset: 4 }))
  const media = { m: createVideoMedia({ id: 'm', rate: source, duration: numbered.frames, width, height }) }
  const tracks = [createTrack({ id: 'v', kind: 'video', clips, transitions })]
  return createTimeline({ id: 'film', rate, canvas: { width, height }, media, tracks })
}

const endOf = (clips: readonly Clip[]): number => Math.max(...clips.map(clip => clip.start + clip.duration))

test('in another frame rate every frame shows what the timeline shows at its time', () => {
  const cases = fc.tuple(fc.array(anyShot, { minLength: 1, maxLength: 12 }), anyRate, anyRate, anyRate)
  fc.assert(
    fc.property(cases, ([shots, rate, source, to]) => {
      const timeline = filmOf(shots, rate, source)
      const clips = timeline.tracks[0]?.clips ?? []
      const spans = conformSpans(pictureSpans(timeline, endOf(clips)), rate, to)
      let next = 0
      for (const { start, duration, picture } of spans) {
        assert.equal(start, next)
        next += duration
        for (let frame = start; frame < start + duration; frame++) {
          const seconds = (frame * to.den) / to.num
          const shown = shotsOf(picture).map(({ shot, from }) => {
            return shot.sourceSeconds + (((from + frame - start) * to.den) / to.num) * shot.speed
          })
          const meant = clips.filter(clip => {
            const [begin, end] = [clip.start, clip.start + clip.duration].map(one => conformed(one, rate, to)) as [number, number]
            return picture.kind === 'transition' ? true : frame >= begin && frame < end
          })
          const times = meant.map(({ start: at, sourceIn, speed }) => {
            return (sourceIn * source.den) / source.num + ((seconds - (at * rate.den) / rate.num) * speed.num) / speed.den
          })
          for (const time of shown)
            assert.ok(
              times.some(one => Math.abs(one - time) < 1e-9),
              `frame ${frame}: ${time} of ${times.join(' ')}`,
            )
        }
      }
      assert.equal(next, conformed(endOf(clips), rate, to))
    }),
    { numRuns: Number(runs ?? 100) },
  )
})

/** Frames of the source that may be seen `elapsed` seconds after a clip begins: one, or two where both are as near. */
function sourceFrames({ sourceIn, speed }: Clip, elapsed: number, source: Rate, to: Rate): readonly number[] {
  const passed = (elapsed * Math.abs(speed.num) * source.num) / (speed.den * source.den)
  const trifle = (0.001 * source.num * to.den * Math.abs(speed.num)) / (source.den * to.num * speed.den)
  const sign = speed.num < 0 ? -1 : 1
  return [passed - trifle, passed + trifle].map(one => sourceIn + sign * Math.floor(Math.max(0, one)))
}

test('a film in another frame rate shows the source frames of its moments', async () => {
  const cases = fc.tuple(fc.array(anyShot, { minLength: 1, maxLength: 4 }), anyRate, anyRate, anyRate)
  await fc.assert(
    fc.asyncProperty(cases, async ([shots, rate, source, to]) => {
      const cuts = shots.map(shot => ({ ...shot, dissolve: false }))
      const timeline = filmOf(cuts, rate, source)
      const path = numberedFilm(directory, source, [100, 128, 128], (argv, input) => {
        assert.equal(spawnSync('ffmpeg', argv, { input, maxBuffer: 2 ** 20 }).status, 0)
      })
      const output = join(directory, 'film.mp4')
      const { frames } = await renderTimeline({
        tools: openMediaTools(),
        timeline,
        frameRate: to,
        resolveMedia: () => ({ path, origin: 'outside' }),
        output,
        workDir: join(directory, 'work'),
        cacheDir: join(directory, 'cache'),
      })
      const raw = ['-v', 'error', '-i', output, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1']
      const bytes = spawnSync('ffmpeg', raw, { maxBuffer: 2 ** 28 }).stdout
      const size = (width * height * 3) / 2
      assert.equal(bytes.length, frames * size)
      const clips = timeline.tracks[0]?.clips ?? []
      for (let frame = 0; frame < frames; frame++) {
        const clip = clips.findLast(one => conformed(one.start, rate, to) <= frame) as Clip
        const elapsed = (frame * to.den) / to.num - (clip.start * rate.den) / rate.num
        const expected = sourceFrames(clip, elapsed, source, to)
        const shown = frameNumber(frameOf(width, height, bytes.subarray(frame * size, (frame + 1) * size)))
        assert.ok(expected.includes(shown), `frame ${frame} of ${clip.id}: ${shown} instead of ${expected.join(' or ')}`)
      }
    }),
    { numRuns: Number(runs ?? 3) },
  )
})
