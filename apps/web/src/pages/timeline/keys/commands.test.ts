import { expect, test } from 'vitest'
import { nothing } from '../desk/desk.ts'
import { film } from '../testing/film.ts'
import { cutBeside, dissolveNear, nearestCut } from './at-cuts.ts'
import {
  changeTrack,
  deleteSelected,
  nudge,
  rippleToPlayhead,
  splitAtPlayhead,
  type Standing,
  takeMarked,
  trimToPlayhead,
} from './commands.ts'
import { commandOf } from './keymap.ts'
import { clipBeside } from './select.ts'

const at = (playhead: number, clips: string[] = [], marks: Standing['marks'] = { in: null, out: null }): Standing => ({
  ...{ timeline: film(), playhead, marks },
  selection: { ...nothing, clips: new Set(clips) },
})

test('the playhead splits what is selected under it, or all that is there', () => {
  expect(splitAtPlayhead(at(70, ['b', 'c']))).toEqual([{ kind: 'split', clipId: 'b', at: 70 }])
  expect(splitAtPlayhead(at(70)).map(edit => 'clipId' in edit && edit.clipId)).toEqual(['b', 'f', 's'])
  expect(() => splitAtPlayhead(at(50, ['a']))).not.toThrow()
  expect(() => splitAtPlayhead(at(115))).toThrow('nothing to split')
})

test('Q and W trim what is under the playhead to it', () => {
  expect(rippleToPlayhead(at(70), 'in')).toEqual([{ kind: 'ripple', clipId: 'b', edge: 'in', by: 20 }])
  expect(rippleToPlayhead(at(70, ['f']), 'out')).toEqual([{ kind: 'ripple', clipId: 'f', edge: 'out', by: -30 }])
  expect(() => rippleToPlayhead(at(500), 'in')).toThrow('no clip under the playhead')
})

test('the bracket keys trim what is selected', () => {
  expect(trimToPlayhead(at(130, ['c']), 'in')).toEqual([{ kind: 'trim', clipId: 'c', edge: 'in', by: 10 }])
  expect(() => trimToPlayhead(at(130), 'in')).toThrow('Select')
})

test('several clips are nudged from the side they go to, and not before the start', () => {
  const starts = (by: number) => nudge(at(0, ['a', 'b']), by).map(edit => 'startFrame' in edit && edit.startFrame)
  expect(starts(10)).toEqual([60, 10])
  expect(starts(-10)).toEqual([0, 50])
})

test('clips change tracks by key, pictures and sound in their own way', () => {
  expect(changeTrack(at(0, ['c']), true)).toMatchObject([{ track: 'V2' }])
  expect(changeTrack(at(0, ['s']), false)).toMatchObject([{ track: 'A2' }])
  expect(() => changeTrack(at(0, ['s']), true)).toThrow('no track there')
})

test('a selected transition is deleted as such, clips are lifted or closed up', () => {
  const on = { ...at(0), selection: { ...nothing, transition: { track: 'V1', cut: 50 } } }
  expect(deleteSelected(on, false)).toEqual([{ kind: 'transition', track: 'V1', cut: 50, to: 'cut' }])
  expect(deleteSelected(at(0, ['a']), true)).toEqual([{ kind: 'remove', clipIds: ['a'], ripple: true }])
  expect(() => deleteSelected(at(0), false)).toThrow('Nothing is selected')
})

test('lift and extract take what is marked, of all tracks', () => {
  expect(takeMarked(at(0, [], { in: 10, out: 20 }), 'extract')).toEqual([
    { kind: 'extract', tracks: ['V1', 'V2', 'A1'], from: 10, to: 20 },
  ])
  expect(() => takeMarked(at(0, [], { in: 10, out: null }), 'lift')).toThrow('Mark in and out first')
})

test('the default dissolve goes to the nearest cut', () => {
  expect(dissolveNear(at(0))).toEqual([{ kind: 'transition', track: 'V1', cut: 50, to: 'dissolve' }])
  expect(nearestCut(at(100, ['f']))).toEqual({ track: 'V1', cut: 50 })
})

test('arrows stop at every edge on the way', () => {
  expect([0, 50, 60, 170].map(frame => cutBeside(film(), frame, 1, 170))).toEqual([10, 60, 100, 170])
  expect([170, 60, 0].map(frame => cutBeside(film(), frame, -1, 170))).toEqual([120, 50, 0])
})

const key = (key: string, keys: Partial<KeyboardEvent> = {}) =>
  commandOf({ key, code: '', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...keys })

test('keys mean what editors expect', () => {
  expect(key('v')).toEqual({ kind: 'tool', tool: 'select' })
  expect(key('b')).toEqual({ kind: 'tool', tool: 'blade' })
  expect(key('b', { ctrlKey: true })).toEqual({ kind: 'split' })
  expect(key('B', { metaKey: true })).toEqual({ kind: 'split' })
  expect(key('Delete', { shiftKey: true })).toEqual({ kind: 'delete', ripple: true })
  expect(key('<', { code: 'Comma', shiftKey: true })).toEqual({ kind: 'nudge', by: -10 })
  expect(key('z', { ctrlKey: true, shiftKey: true })).toEqual({ kind: 'redo' })
  expect(key('Z', { shiftKey: true })).toEqual({ kind: 'fit' })
  expect(key('ArrowRight', { altKey: true, shiftKey: true })).toEqual({ kind: 'nudge', by: 10 })
  expect(['j', 'k', 'l', ' ', 'Home', 'ArrowLeft'].map(one => key(one))).toEqual([null, null, null, null, null, null])
})

test('the first clip that is selected by key is the picture at the playhead, the next the one after it in time', () => {
  expect(clipBeside(at(20), 1)?.id).toBe('a')
  expect(clipBeside(at(20, ['a']), 1)?.id).toBe('s')
  expect(clipBeside(at(20, ['b']), -1)?.id).toBe('s')
  expect(clipBeside(at(20, ['c']), 1)).toBe(undefined)
})
