import type { TimelineEdit } from '@storycanvas/api'
import { EditRefused, validate } from '@storycanvas/timeline'
import { expect, test } from 'vitest'
import { film, layout } from '../testing/film.ts'
import { apply } from './apply.ts'

const counter = () => {
  let count = 0
  return () => `new-${++count}`
}
const after = (edit: TimelineEdit) => apply(film(), edit, counter())

test.each<[string, TimelineEdit, string, string]>([
  [
    'a drop onto others overwrites them',
    { kind: 'move', clipId: 'c', track: 'V1', startFrame: 30, onto: 'overwrite' },
    'V1',
    'a 0+30, c 30+50, b 80+20',
  ],
  [
    'an inserted clip goes between, its old place closed',
    { kind: 'move', clipId: 'a', track: 'V1', startFrame: 100, onto: 'insert' },
    'V1',
    'b 0+50, a 50+50, c 120+50',
  ],
  [
    'a clip may be put on a track that is not there yet',
    { kind: 'move', clipId: 'c', track: 'V3', startFrame: 0, onto: 'refuse' },
    'V3',
    'c 0+50',
  ],
  ['what is taken away leaves a gap', { kind: 'remove', clipIds: ['a', 'c'], ripple: false }, 'V1', 'b 50+50'],
  ['what is taken away with its room closes it', { kind: 'remove', clipIds: ['a', 'c'], ripple: true }, 'V1', 'b 0+50'],
  [
    'music is laid over what is there',
    { kind: 'overwrite', track: 'A1', startFrame: 60, durationFrames: 20, sourceInFrame: 0, source: { mediaId: 'song' } },
    'A1',
    's 10+50, new-1 60+20, new-2 80+30',
  ],
  [
    'a panel makes room',
    { kind: 'insert', track: 'V1', startFrame: 50, durationFrames: 10, sourceInFrame: 0, source: { panelId: 'p1' } },
    'V1',
    'a 0+50, new-1 50+10, b 60+50, c 130+50',
  ],
  [
    'a stretch is taken out of every track named',
    { kind: 'extract', tracks: ['V1', 'A1'], from: 40, to: 60 },
    'A1',
    's 10+30, new-1 40+50',
  ],
  [
    'a dissolve stands on the cut',
    { kind: 'transition', track: 'V1', cut: 50, to: 'dissolve' },
    'V1',
    'a 0+50, b 50+50, c 120+50, dissolve@50',
  ],
])('%s', (_name, edit, track, laid) => {
  const cut = after(edit)
  expect(layout(cut, track)).toBe(laid)
  expect(validate(cut).filter(({ severity }) => severity === 'error')).toEqual([])
})

test.each<[string, TimelineEdit]>([
  ['a dissolve where no clips meet', { kind: 'transition', track: 'V1', cut: 120, to: 'dissolve' }],
  ['a dissolve longer than its clips', { kind: 'transition', track: 'V1', cut: 50, to: 'dissolve', inOffset: 60, outOffset: 2 }],
  ['a clip that has gone', { kind: 'set', clipId: 'gone', gainDb: 3 }],
  ['a trim into the neighbour', { kind: 'trim', clipId: 'b', edge: 'in', by: -1 }],
])('%s is refused with a sentence', (_name, edit) => {
  expect(() => after(edit)).toThrow(EditRefused)
  expect(() => after(edit)).toThrow(/\w+ .+\.$/)
})

test('a fade through black fades both clips at the cut, and a hard cut takes that back', () => {
  const faded = after({ kind: 'transition', track: 'V1', cut: 50, to: 'fade' })
  expect(faded.tracks[0]?.clips.map(({ fadeIn, fadeOut }) => [fadeIn, fadeOut])).toEqual([
    [0, 12],
    [12, 0],
    [0, 0],
  ])
  const hard = apply(faded, { kind: 'transition', track: 'V1', cut: 50, to: 'cut' }, counter())
  expect(hard).toEqual(film())
})

test('a transition that would begin before another has ended is refused', () => {
  const cut = after({ kind: 'split', clipId: 'b', at: 60 })
  const once = apply(cut, { kind: 'transition', track: 'V1', cut: 50, to: 'dissolve' }, counter())
  const second: TimelineEdit = { kind: 'transition', track: 'V1', cut: 60, to: 'dissolve', inOffset: 8, outOffset: 8 }
  expect(() => apply(once, second, counter())).toThrow('Another transition')
})

test('a marker is added, and what is not said of it stays when it is changed', () => {
  const marked = after({ kind: 'marker', marker: { at: 30, name: 'Beat', colour: 'red', note: 'loud' } })
  expect(marked.markers).toMatchObject([{ id: 'new-1', at: 30, name: 'Beat', colour: 'red', note: 'loud', duration: 1 }])
  const moved = apply(marked, { kind: 'marker', marker: { id: 'new-1', at: 10, name: 'Beat' } }, counter())
  expect(moved.markers).toMatchObject([{ at: 10, colour: 'red', note: 'loud' }])
  expect(apply(moved, { kind: 'remove-marker', markerId: 'new-1' }, counter()).markers).toEqual([])
})

test('a clip that turns round plays the same stretch of its source', () => {
  const turned = after({ kind: 'set', clipId: 'f', speed: { num: -1, den: 1 } })
  expect(turned.tracks[1]?.clips[0]).toMatchObject({ sourceIn: 69, speed: { num: -1, den: 1 } })
  expect(validate(turned)).toEqual([])
})

test('a track can be muted and named before anything lies on it', () => {
  const cut = after({ kind: 'track', track: 'A2', name: 'Effects', muted: true })
  expect(cut.tracks.at(-1)).toMatchObject({ id: 'A2', kind: 'audio', name: 'Effects', muted: true })
})
