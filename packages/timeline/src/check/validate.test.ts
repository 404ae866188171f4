import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  createClip,
  createImageMedia,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  createCaption,
} from '../make.ts'
import type { Clip, Timeline, Transition } from '../model.ts'
import { runs, timelines } from '../properties/timelines.ts'
import { InvalidTimeline } from './problem.ts'
import { requireValid, validate } from './validate.ts'

const clip = (id: string, start: number, duration: number, given: Partial<Clip> = {}): Clip =>
  createClip({ id, mediaId: 'm', start, duration, ...given })

const film = (clips: Clip[], transitions: Transition[] = [], given: Partial<Timeline> = {}): Timeline =>
  createTimeline({
    id: 'film',
    media: {
      m: createVideoMedia({ id: 'm', rate: { num: 24, den: 1 }, duration: 100 }),
      still: createImageMedia({ id: 'still' }),
    },
    tracks: [createTrack({ id: 'V1', kind: 'video', clips, transitions })],
    ...given,
  })

const codes = (timeline: Timeline): string[] => validate(timeline).map(problem => problem.code)

test('a timeline without faults has no problems', () => {
  const dissolve = createTransition({ id: 't', cut: 10, inOffset: 5, outOffset: 5 })
  assert.deepEqual(validate(film([clip('a', 0, 10), clip('b', 10, 10, { sourceIn: 5 })], [dissolve])), [])
})

test('an overlap names both clips and the shared frames', () => {
  const [problem] = validate(film([clip('a', 0, 10), clip('b', 8, 10)]))
  assert.equal(problem?.code, 'overlap')
  assert.deepEqual(problem?.clipIds, ['a', 'b'])
  assert.equal(problem?.trackId, 'V1')
  assert.deepEqual(problem?.frames, { start: 8, duration: 2 })
  assert.match(problem?.sentence ?? '', /“a” and “b” overlap/)
})

test('every clip under a long one is reported, not just its neighbour', () => {
  assert.deepEqual(codes(film([clip('long', 0, 50), clip('b', 10, 5), clip('c', 20, 5)])), ['overlap', 'overlap'])
})

const faults: [name: string, timeline: Timeline, codes: string[]][] = [
  ['source beyond the media', film([clip('a', 0, 50, { sourceIn: 51 })]), ['source-range']],
  ['source before the media', film([clip('a', 0, 5, { sourceIn: -1 })]), ['source-range']],
  [
    'a reversed clip running out of media',
    film([clip('a', 0, 12, { sourceIn: 10, speed: { num: -1, den: 1 } })]),
    ['source-range'],
  ],
  ['a fast clip running out of media', film([clip('a', 0, 51, { speed: { num: 2, den: 1 } })]), ['source-range']],
  ['unknown media', film([clip('a', 0, 5, { mediaId: 'nowhere' })]), ['unknown-media']],
  ['a position between frames', film([clip('a', 0.5, 5)]), ['off-grid']],
  ['a start before zero', film([clip('a', -1, 5)]), ['off-range']],
  ['no length', film([clip('a', 0, 0)]), ['off-range']],
  [
    'the wrong order',
    film([], [], { tracks: [{ ...createTrack({ id: 'V', kind: 'video' }), clips: [clip('b', 10, 5), clip('a', 0, 5)] }] }),
    ['unsorted'],
  ],
  [
    'a transition without a cut',
    film([clip('a', 0, 10)], [createTransition({ id: 't', cut: 10, inOffset: 1, outOffset: 1 })]),
    ['transition-cut'],
  ],
  [
    'a transition without handles',
    film([clip('a', 0, 100), clip('b', 100, 10)], [createTransition({ id: 't', cut: 100, inOffset: 5, outOffset: 5 })]),
    ['transition-handle', 'transition-handle'],
  ],
  [
    'a transition longer than its clip',
    film(
      [clip('a', 0, 10), clip('b', 10, 4, { sourceIn: 5 })],
      [createTransition({ id: 't', cut: 10, inOffset: 5, outOffset: 5 })],
    ),
    ['transition-length', 'fade'],
  ],
  ['fades longer than the clip', film([clip('a', 0, 10, { fadeIn: 6, fadeOut: 6 })]), ['fade']],
  ['a still that starts late', film([clip('a', 0, 10, { mediaId: 'still', sourceIn: 3 })]), ['source-range']],
  [
    'a still on a sound track',
    film([], [], { tracks: [createTrack({ id: 'A', kind: 'audio', clips: [clip('a', 0, 5, { mediaId: 'still' })] })] }),
    ['media-kind'],
  ],
  ['ids used twice', film([clip('a', 0, 5), clip('a', 5, 5)]), ['duplicate-id']],
  ['a speed that is no fraction', film([clip('a', 0, 5, { speed: { num: 1, den: 0 } })]), ['speed']],
  ['drop frame at 24', film([], [], { timecode: { start: 0, dropFrame: true } }), ['drop-frame']],
  ['a rate of zero', film([], [], { rate: { num: 0, den: 1 } }), ['rate']],
  [
    'a caption without length',
    film([clip('a', 0, 5)], [], { captions: [createCaption({ id: 'c', start: 0, duration: 0, text: 'x' })] }),
    ['caption-range'],
  ],
  [
    'video above sound',
    film([], [], { tracks: [createTrack({ id: 'A', kind: 'audio' }), createTrack({ id: 'V', kind: 'video' })] }),
    ['track-order'],
  ],
]

for (const [name, timeline, expected] of faults)
  test(`${name} is reported`, () => {
    assert.deepEqual(codes(timeline), expected)
  })

test('a caption after the end is a warning that writers let pass', () => {
  const late = film([clip('a', 0, 5)], [], { captions: [createCaption({ id: 'c', start: 3, duration: 9, text: 'late' })] })
  assert.equal(validate(late)[0]?.severity, 'warning')
  requireValid(late)
})

test('a refusal carries every error', () => {
  assert.throws(
    () => requireValid(film([clip('a', 0, 10), clip('b', 8, 200)])),
    (error: unknown) => {
      assert.ok(error instanceof InvalidTimeline)
      assert.deepEqual(
        error.problems.map(problem => problem.code),
        ['source-range', 'overlap'],
      )
      return true
    },
  )
})

test('random timelines are valid, so that the other properties speak of films', () => {
  fc.assert(
    fc.property(timelines(), timeline => {
      assert.deepEqual(
        validate(timeline).filter(problem => problem.severity === 'error'),
        [],
      )
    }),
    runs(60),
  )
})
