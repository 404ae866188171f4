import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { validate } from '../check/validate.ts'
import { createClip, createTimeline, createTrack, createTransition, createVideoMedia } from '../make.ts'
import type { Clip, Timeline } from '../model.ts'
import { picture } from '../properties/picture.ts'
import { runs, timelines } from '../properties/timelines.ts'
import { applyEdit } from './apply.ts'
import { type Edit, EditRefused } from './edit.ts'
import { edited, redone, startHistory, undone } from './history.ts'
import { snap, snapPoints } from './snap.ts'

const clip = (id: string, start: number, duration: number, sourceIn = 20): Clip =>
  createClip({ id, mediaId: 'm', start, duration, sourceIn })

const film = (): Timeline =>
  createTimeline({
    id: 'film',
    media: { m: createVideoMedia({ id: 'm', rate: { num: 24, den: 1 }, duration: 100 }) },
    tracks: [
      createTrack({
        id: 'V1',
        kind: 'video',
        clips: [clip('a', 0, 10), clip('b', 10, 10), clip('c', 20, 10)],
        transitions: [createTransition({ id: 't', cut: 10, inOffset: 2, outOffset: 2 })],
      }),
      createTrack({ id: 'V2', kind: 'video' }),
    ],
  })

const counter = (): (() => string) => {
  let count = 0
  return () => `new-${++count}`
}

const layout = (timeline: Timeline): string =>
  timeline.tracks
    .map(track => {
      const clips = track.clips.map(({ id, start, duration, sourceIn }) => `${id} ${start}+${duration}@${sourceIn}`)
      return [...clips, ...track.transitions.map(transition => `t@${transition.cut}`)].join(', ')
    })
    .join(' | ')

const cases: [edit: Edit, after: string][] = [
  [
    { kind: 'insert', trackId: 'V1', clip: clip('n', 15, 5) },
    'a 0+10@20, b 10+5@20, n 15+5@20, new-1 20+5@25, c 25+10@20, t@10 | ',
  ],
  [
    { kind: 'overwrite', trackId: 'V1', clip: clip('n', 12, 4) },
    'a 0+10@20, b 10+2@20, n 12+4@20, new-1 16+4@26, c 20+10@20, t@10 | ',
  ],
  [{ kind: 'lift', trackId: 'V1', from: 5, to: 25 }, 'a 0+5@20, c 25+5@25 | '],
  [{ kind: 'extract', trackId: 'V1', from: 5, to: 25 }, 'a 0+5@20, c 5+5@25 | '],
  [{ kind: 'trim', clipId: 'c', edge: 'in', by: 3 }, 'a 0+10@20, b 10+10@20, c 23+7@23, t@10 | '],
  [{ kind: 'trim', clipId: 'c', edge: 'out', by: 5 }, 'a 0+10@20, b 10+10@20, c 20+15@20, t@10 | '],
  [{ kind: 'ripple', clipId: 'a', edge: 'out', by: -4 }, 'a 0+6@20, b 6+10@20, c 16+10@20, t@6 | '],
  [{ kind: 'ripple', clipId: 'b', edge: 'in', by: 4 }, 'a 0+10@20, b 10+6@24, c 16+10@20, t@10 | '],
  [{ kind: 'roll', trackId: 'V1', cut: 10, by: 3 }, 'a 0+13@20, b 13+7@23, c 20+10@20, t@13 | '],
  [{ kind: 'slip', clipId: 'b', by: -5 }, 'a 0+10@20, b 10+10@15, c 20+10@20, t@10 | '],
  [{ kind: 'slide', clipId: 'b', by: 2 }, 'a 0+12@20, b 12+10@20, c 22+8@22, t@12 | '],
  [{ kind: 'split', clipId: 'b', at: 14 }, 'a 0+10@20, b 10+4@20, new-1 14+6@24, c 20+10@20, t@10 | '],
  [{ kind: 'move', clipId: 'b', trackId: 'V2', start: 50 }, 'a 0+10@20, c 20+10@20 | b 50+10@20'],
]

for (const [edit, after] of cases)
  test(`${edit.kind} gives ${after}`, () => {
    const result = applyEdit(film(), edit, counter())
    assert.equal(layout(result.timeline), after)
    assert.deepEqual(applyEdit(result.timeline, result.inverse, counter()).timeline, film())
  })

const refusals: [name: string, edit: Edit, why: RegExp][] = [
  ['a trim into the neighbour', { kind: 'trim', clipId: 'b', edge: 'out', by: 1 }, /overlap/],
  ['a trim past the media', { kind: 'trim', clipId: 'c', edge: 'out', by: 80 }, /needs source/],
  ['a trim of everything', { kind: 'trim', clipId: 'c', edge: 'in', by: 10 }, /too few/],
  ['a slip before the media', { kind: 'slip', clipId: 'b', by: -21 }, /needs source/],
  ['a move onto another clip', { kind: 'move', clipId: 'a', trackId: 'V1', start: 25 }, /already lies/],
  ['a roll where there is no cut', { kind: 'roll', trackId: 'V1', cut: 5, by: 1 }, /No two clips meet/],
  ['a split outside the clip', { kind: 'split', clipId: 'a', at: 10 }, /not inside/],
  ['a clip that is not there', { kind: 'split', clipId: 'z', at: 10 }, /no clip/],
  ['half a frame', { kind: 'slip', clipId: 'b', by: 0.5 }, /no frame/],
]

for (const [name, edit, why] of refusals)
  test(`${name} is refused`, () => {
    assert.throws(
      () => applyEdit(film(), edit, counter()),
      (error: unknown) => {
        assert.ok(error instanceof EditRefused)
        assert.match(error.message, why)
        return true
      },
    )
  })

test('clips that lie over one another already may move along together, but not further over one another', () => {
  const over = clip('over', 25, 10)
  const [track] = film().tracks
  const overlapping = { ...film(), tracks: [createTrack({ ...track!, clips: [...track!.clips, over] })] }
  const rippled = applyEdit(overlapping, { kind: 'ripple', clipId: 'a', edge: 'out', by: -4 }, counter())
  assert.match(layout(rippled.timeline), /c 16\+10@20, over 21\+10@20/)
  assert.throws(
    () => applyEdit(overlapping, { kind: 'trim', clipId: 'c', edge: 'out', by: 2 }, counter()),
    (error: unknown) => error instanceof EditRefused && error.overlapping.join() === 'c,over',
  )
})

test('a transition that loses its handles is taken away and named', () => {
  const { removedTransitions } = applyEdit(film(), { kind: 'slip', clipId: 'b', by: -19 }, counter())
  assert.deepEqual(removedTransitions, ['t'])
})

const edits = (timeline: Timeline): fc.Arbitrary<Edit> => {
  const clips = timeline.tracks.flatMap(track => track.clips)
  const clipId = fc.constantFrom(...clips.map(one => one.id))
  const trackId = fc.constantFrom(...timeline.tracks.map(track => track.id))
  const by = fc.integer({ min: -40, max: 40 })
  const at = fc.nat({ max: 400 })
  const edge = fc.constantFrom('in' as const, 'out' as const)
  const fresh = fc.tuple(fc.constantFrom(...clips), at).map(([one, start]) => ({ ...one, id: 'fresh', start, markers: [] }))
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('insert' as const, 'overwrite' as const), trackId, clip: fresh }),
    fc.record({ kind: fc.constantFrom('lift' as const, 'extract' as const), trackId, from: at, to: at }),
    fc.record({ kind: fc.constantFrom('trim' as const, 'ripple' as const), clipId, edge, by }),
    fc.record({ kind: fc.constant('roll' as const), trackId, cut: at, by }),
    fc.record({ kind: fc.constantFrom('slip' as const, 'slide' as const), clipId, by }),
    fc.record({ kind: fc.constant('split' as const), clipId, at }),
    fc.record({ kind: fc.constant('move' as const), clipId, trackId, start: at }),
  )
}

const withEdits = timelines({ maxClips: 8 }).chain(timeline =>
  fc.tuple(fc.constant(timeline), fc.array(edits(timeline), { maxLength: 10 })),
)

test('any edits leave a valid film, and taking them back gives the film that was', () => {
  fc.assert(
    fc.property(withEdits, ([timeline, list]) => {
      const newId = counter()
      let history = startHistory(timeline)
      for (const edit of list) {
        const one = edit.kind === 'insert' || edit.kind === 'overwrite' ? { ...edit, clip: { ...edit.clip, id: newId() } } : edit
        try {
          history = edited(history, one, newId)
        } catch (error) {
          assert.ok(error instanceof EditRefused, String(error))
        }
        assert.deepEqual(
          validate(history.timeline).filter(problem => problem.severity === 'error'),
          [],
        )
      }
      const final = history.timeline
      while (history.undo.length > 0) history = undone(history)
      assert.deepEqual(history.timeline, timeline)
      while (history.redo.length > 0) history = redone(history)
      assert.deepEqual(history.timeline, final)
    }),
    runs(150),
  )
})

test('a split shows the same frames as before', () => {
  const { timeline } = applyEdit(film(), { kind: 'split', clipId: 'c', at: 25 }, counter())
  const whole = picture(film()).at(-1)
  assert.equal(whole, 'video 0: 20+10 m 20–29')
  assert.deepEqual(picture(timeline).slice(-2), ['video 0: 20+5 m 20–24', 'video 0: 25+5 m 25–29'])
})

test('snapping takes the nearest edge, marker or beat within reach', () => {
  const points = snapPoints(film(), [17])
  assert.deepEqual(points, [0, 10, 17, 20, 30])
  assert.equal(snap(16, points, 3), 17)
  assert.equal(snap(15, points, 1), 15)
  assert.equal(snap(29, points, 5), 30)
})
