import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClip, createTimeline, createTrack, createTransition, createVideoMedia, type Timeline } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { stretchesOf } from './direct.ts'
import { planRuns } from './runs.ts'
import { planRender } from './segment.ts'

const rate = { num: 25, den: 1 }
const media = {
  a: createVideoMedia({ id: 'a', rate, duration: 10_000 }),
  b: createVideoMedia({ id: 'b', rate, duration: 10_000 }),
}

type Shot = { readonly length: number; readonly dissolve: boolean; readonly speed: number; readonly fadeIn: number }

function filmOf(shots: readonly Shot[]): Timeline {
  const starts = shots.map((_, i) => shots.slice(0, i).reduce((sum, shot) => sum + shot.length, 0))
  const clips = shots.map(({ length, speed, fadeIn, dissolve }, i) =>
    createClip({
      id: `c${i}`,
      mediaId: i % 3 === 0 ? 'a' : 'b',
      start: starts[i] ?? 0,
      duration: length,
      sourceIn: 5000,
      speed: { num: speed, den: 1 },
      fadeIn: dissolve ? 0 : fadeIn,
    }),
  )
  const transitions = clips
    .filter((_, i) => i > 0 && shots[i]?.dissolve === true)
    .map(({ id, start }) => createTransition({ id: `x${id}`, cut: start, inOffset: 4, outOffset: 4 }))
  return createTimeline({ id: 'film', rate, media, tracks: [createTrack({ id: 'v', kind: 'video', clips, transitions })] })
}

function runsOf(timeline: Timeline, isMissing: (index: number) => boolean = () => true) {
  const { segments } = planRender(timeline, {
    preset: 'standard',
    fitting: 'bars',
    captions: 'none',
    slate: null,
    watermark: null,
    font: { family: 'DejaVu Sans', directory: null },
    identity: id => id,
  })
  const missing = segments.filter((_, i) => isMissing(i))
  return { missing, runs: planRuns(missing, rate, 2) }
}

const anyShot = fc.record({
  length: fc.integer({ min: 10, max: 600 }),
  dissolve: fc.boolean(),
  speed: fc.constantFrom(1, 1, 1, 2, -1),
  fadeIn: fc.constantFrom(0, 0, 0, 5),
})

test('runs hold every segment once, in order, and what one ffmpeg makes has no hole', () => {
  fc.assert(
    fc.property(fc.array(anyShot, { minLength: 1, maxLength: 30 }), fc.nat(), (shots, hole) => {
      const { missing, runs } = runsOf(filmOf(shots), index => index % 7 !== hole % 7)
      assert.deepEqual(
        runs.flatMap(run => run.segments),
        missing,
      )
      for (const { kind, segments } of runs) {
        if (kind === 'drawn') continue
        const frames = segments.reduce((sum, segment) => sum + segment.duration, 0)
        const read = stretchesOf(segments.flatMap(segment => segment.spans))
        assert.equal(
          read.reduce((sum, { count, overlap }) => sum + count - overlap, 0),
          frames,
        )
        assert.ok(segments.length === 1 || (read.length <= 8 && frames <= 24 * 25 + 250))
        if (segments.length > 1) assert.ok(read.every(({ part }) => part.shot.speed > 0))
      }
    }),
  )
})

test('a dissolve is made in one run with the shots at both sides of it', () => {
  const shot = { length: 75, speed: 1, fadeIn: 0 }
  const { runs } = runsOf(filmOf(Array.from({ length: 40 }, (_, i) => ({ ...shot, dissolve: i % 2 === 1 }))))
  for (const { segments } of runs) {
    const kinds = segments.flatMap(segment => segment.spans.map(span => span.picture.kind))
    assert.equal(kinds[0], 'shot')
    assert.equal(kinds.at(-1), 'shot')
    assert.equal(kinds.filter(kind => kind === 'shot').length % 2, 0)
  }
  const lengths = runs.map(({ segments }) => segments.reduce((sum, segment) => sum + segment.duration, 0))
  assert.ok(lengths.length < 14 && (lengths.at(-1) ?? 0) < (lengths[0] ?? 0), lengths.join(' '))
})
