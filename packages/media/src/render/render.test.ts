import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createCaption, createClip, createTrack, type Timeline } from '@storycanvas/timeline'
import sharp from 'sharp'
import { MediaRunError } from '../sandbox/failure.ts'
import { RenderError } from './failure.ts'
import type { frameOf } from './frame.ts'
import { frameNumber } from './frame-number.fixture.ts'
import { type RenderOptions, type RenderProgress } from './render.ts'
import {
  black,
  canvas,
  colour,
  decode,
  directory,
  film,
  filmOf,
  framesOf,
  green,
  near,
  red,
  render,
  samples,
} from './rendered.fixture.ts'

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
