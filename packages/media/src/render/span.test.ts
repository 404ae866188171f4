import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createClip,
  createImageMedia,
  createTimeline,
  createTrack,
  createTransition,
  duration,
  type Timeline,
} from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { type PlanOptions, planRender } from './segment.ts'
import { pictureSpans } from './span.ts'

const options: PlanOptions = {
  preset: 'standard',
  fitting: 'bars',
  captions: 'none',
  slate: null,
  watermark: null,
  font: { family: 'DejaVu Sans', directory: null },
  identity: id => id,
}

/** A timeline of stills: lengths of clips with the gap before each, per track, and which cuts dissolve. */
function timelineOf(tracks: readonly (readonly { gap: number; length: number; dissolve: number }[])[]): Timeline {
  const media = Object.fromEntries(['a', 'b', 'c'].map(id => [id, createImageMedia({ id })]))
  return createTimeline({
    id: 'film',
    canvas: { width: 64, height: 36 },
    media,
    tracks: tracks.map((pieces, t) => {
      let at = 0
      const clips = pieces.map(({ gap, length }, i) => {
        const start = at + gap
        at = start + length
        return createClip({ id: `${t}-${i}`, mediaId: ['a', 'b', 'c'][i % 3] as string, start, duration: length })
      })
      const transitions = clips.flatMap((clip, i) => {
        const reach = Math.min(
          pieces[i]?.dissolve ?? 0,
          Math.floor(clip.duration / 2),
          Math.floor((clips[i - 1]?.duration ?? 0) / 2),
        )
        return i === 0 || pieces[i]?.gap !== 0 || reach === 0
          ? []
          : [createTransition({ id: `${t}-x${i}`, cut: clip.start, inOffset: reach, outOffset: reach })]
      })
      return createTrack({ id: `t${t}`, kind: 'video', clips, transitions })
    }),
  })
}

const piece = fc.record({
  gap: fc.constantFrom(0, 0, 0, 7),
  length: fc.integer({ min: 1, max: 400 }),
  dissolve: fc.integer({ min: 0, max: 12 }),
})
const anyTimeline = fc.array(fc.array(piece, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }).map(timelineOf)

test('spans cover the timeline once, from its first frame to its last', () => {
  fc.assert(
    fc.property(anyTimeline, timeline => {
      let reached = 0
      for (const span of pictureSpans(timeline, duration(timeline))) {
        assert.equal(span.start, reached)
        assert.ok(span.duration > 0)
        reached += span.duration
      }
      assert.equal(reached, duration(timeline))
    }),
  )
})

test('segments cover the film once, and none but a whole film is shorter than eight frames', () => {
  fc.assert(
    fc.property(anyTimeline, timeline => {
      const plan = planRender(timeline, options)
      let reached = 0
      for (const segment of plan.segments) {
        assert.equal(segment.start, reached)
        assert.ok(segment.duration >= 8 || plan.segments.length === 1, `${segment.duration} frames`)
        reached += segment.duration
      }
      assert.equal(reached, plan.length)
    }),
  )
})

test('the topmost track that shows something fills the picture', () => {
  const timeline = timelineOf([
    [{ gap: 0, length: 100, dissolve: 0 }],
    [
      { gap: 20, length: 30, dissolve: 0 },
      { gap: 10, length: 10, dissolve: 0 },
    ],
  ])
  const shown = pictureSpans(timeline, 100).map(({ start, picture }) => [
    start,
    picture.kind === 'shot' ? [picture.part.shot.mediaId, picture.part.from] : null,
  ])
  assert.deepEqual(shown, [
    [0, ['a', 0]],
    [20, ['a', 0]],
    [50, ['a', 50]],
    [60, ['b', 0]],
    [70, ['a', 70]],
  ])
})

test('a cut on a hidden track divides nothing', () => {
  const timeline = timelineOf([
    [
      { gap: 0, length: 50, dissolve: 0 },
      { gap: 0, length: 50, dissolve: 5 },
    ],
    [{ gap: 0, length: 100, dissolve: 0 }],
  ])
  assert.equal(pictureSpans(timeline, 100).length, 1)
})

test('a clip put in at the beginning leaves every other segment as it was', () => {
  const clips = Array.from({ length: 6 }, () => ({ gap: 0, length: 100, dissolve: 6 }))
  const keys = planRender(timelineOf([clips.slice(1)]), options).segments.map(one => one.key)
  const longer = timelineOf([clips])
  // The same pictures, one clip later.
  const moved: Timeline = {
    ...longer,
    tracks: longer.tracks.map(track => ({
      ...track,
      clips: track.clips.map((clip, i) => ({ ...clip, mediaId: ['a', 'b', 'c'][(i + 2) % 3] as string })),
    })),
  }
  const after = new Set(planRender(moved, options).segments.map(one => one.key))
  assert.deepEqual(
    keys.slice(1).filter(key => !after.has(key)),
    [],
  )
})

test('a changed clip changes its own segments and the transitions it shares, and no other', () => {
  const timeline = timelineOf([Array.from({ length: 7 }, () => ({ gap: 0, length: 100, dissolve: 6 }))])
  const changed: Timeline = {
    ...timeline,
    tracks: timeline.tracks.map(track => ({
      ...track,
      clips: track.clips.map((clip, i) => (i === 3 ? { ...clip, fadeOut: 5 } : clip)),
    })),
  }
  const before = planRender(timeline, options).segments
  const after = planRender(changed, options).segments
  const different = before.filter((one, i) => one.key !== after[i]?.key).map(one => [one.start, one.duration])
  assert.deepEqual(different, [
    [294, 12],
    [306, 88],
    [394, 12],
  ])
})

test('other bytes under the same media make another segment', () => {
  const timeline = timelineOf([[{ gap: 0, length: 100, dissolve: 0 }]])
  const keyFor = (identity: string) => planRender(timeline, { ...options, identity: () => identity }).segments[0]?.key
  assert.notEqual(keyFor('one'), keyFor('other'))
  assert.equal(keyFor('one'), keyFor('one'))
})

test('a slate comes before the film and is not part of it', () => {
  const timeline = timelineOf([[{ gap: 0, length: 100, dissolve: 0 }]])
  const plan = planRender(timeline, { ...options, slate: { lines: ['A film', 'Take 2'], seconds: 2 } })
  assert.deepEqual([plan.lead, plan.length], [48, 148])
  assert.match(plan.segments[0]?.script ?? '', /slate,,0,0,0,,A film\\NTake 2/)
  assert.equal(plan.segments.at(-1)?.script, null)
})
