import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClipRow, compareCut } from './compare.ts'
import type { LaidClip } from './lay-board.ts'

const laid = (panelId: string, startFrame: number): LaidClip => ({
  panelId,
  sceneId: 'scene',
  name: `shot ${panelId}`,
  startFrame,
  durationFrames: 24,
  transition: 'cut',
})

const row = (id: string, panelId: string | null, startFrame: number, change: Partial<ClipRow> = {}): ClipRow => ({
  id,
  panelId,
  sceneId: 'scene',
  name: `shot ${panelId}`,
  isNamed: false,
  track: 'V1',
  startFrame,
  durationFrames: 24,
  sourceInFrame: 0,
  transition: 'cut',
  isPlain: true,
  isDeleted: false,
  ...change,
})

const ids = ({ added, changed, removed }: ReturnType<typeof compareCut>) => ({
  added: added.map(({ panelId }) => panelId),
  changed: changed.map(({ row }) => row.id),
  removed,
})

test('a cut that stands as the board wants it changes nothing', () => {
  assert.deepEqual(ids(compareCut([row('1', 'a', 0), row('2', 'b', 24)], [laid('a', 0), laid('b', 24)])), {
    added: [],
    changed: [],
    removed: [],
  })
})

test('a panel in front moves the others and keeps their clips', () => {
  assert.deepEqual(ids(compareCut([row('1', 'a', 0)], [laid('new', 0), laid('a', 24)])), {
    added: ['new'],
    changed: ['1'],
    removed: [],
  })
})

test('clips of panels that went, clips of no panel and second clips of a panel go', () => {
  const rows = [row('1', 'a', 0), row('2', 'gone', 24), row('3', null, 48), row('4', 'a', 72)]
  assert.deepEqual(ids(compareCut(rows, [laid('a', 0)])), { added: [], changed: [], removed: ['2', '3', '4'] })
})

test('a panel that comes back gets back the clip that was deleted last', () => {
  const rows = [row('later', 'a', 0, { isDeleted: true }), row('earlier', 'a', 0, { isDeleted: true })]
  assert.deepEqual(ids(compareCut(rows, [laid('a', 0)])), { added: [], changed: ['later'], removed: [] })
})

test('a given name is no difference, another track or trim is', () => {
  const changedIds = (change: Partial<ClipRow>) => ids(compareCut([row('1', 'a', 0, change)], [laid('a', 0)])).changed
  assert.deepEqual(changedIds({ name: 'Hero', isNamed: true }), [])
  assert.deepEqual(changedIds({ track: 'V2' }), ['1'])
  assert.deepEqual(changedIds({ sourceInFrame: 3 }), ['1'])
})
