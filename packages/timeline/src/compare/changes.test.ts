import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { applyEdit } from '../edit/apply.ts'
import { readEdlLists } from '../formats/edl/read/read.ts'
import { writeEdl } from '../formats/edl/write.ts'
import { readFcpxml } from '../formats/fcpxml/read/read.ts'
import { writeFcpxml } from '../formats/fcpxml/write.ts'
import { readOtio } from '../formats/otio/read/read.ts'
import { writeOtio } from '../formats/otio/write.ts'
import { readXmeml } from '../formats/xmeml/read/read.ts'
import { writeXmeml } from '../formats/xmeml/write.ts'
import { createClip, createTimeline, createTrack, createVideoMedia } from '../make.ts'
import type { Timeline } from '../model.ts'
import { textOf } from '../properties/comes-back.ts'
import { runs, timelines } from '../properties/timelines.ts'
import { changes } from './changes.ts'

const film = (): Timeline =>
  createTimeline({
    id: 'film',
    media: {
      m: createVideoMedia({ id: 'm', rate: { num: 24, den: 1 }, duration: 500 }),
      n: createVideoMedia({ id: 'n', rate: { num: 24, den: 1 }, duration: 500 }),
    },
    tracks: [
      createTrack({
        id: 'V1',
        kind: 'video',
        clips: [
          createClip({ id: 'a', mediaId: 'm', start: 0, duration: 50 }),
          createClip({ id: 'b', mediaId: 'n', start: 50, duration: 50, sourceIn: 100 }),
          createClip({ id: 'c', mediaId: 'm', start: 100, duration: 50, sourceIn: 200 }),
        ],
      }),
    ],
  })

const newId = (): string => 'new'
const kinds = (after: Timeline): string[] =>
  changes(film(), after).map(change => `${change.kind} ${change.before ?? change.after}`)

test('nothing done is no change', () => {
  assert.deepEqual(changes(film(), film()), [])
})

test('edits are told apart', () => {
  assert.deepEqual(kinds(applyEdit(film(), { kind: 'trim', clipId: 'b', edge: 'out', by: -5 }, newId).timeline), ['trimmed b'])
  assert.deepEqual(kinds(applyEdit(film(), { kind: 'slip', clipId: 'b', by: 10 }, newId).timeline), ['trimmed b'])
  assert.deepEqual(kinds(applyEdit(film(), { kind: 'move', clipId: 'c', trackId: 'V1', start: 120 }, newId).timeline), [
    'moved c',
  ])
  assert.deepEqual(kinds(applyEdit(film(), { kind: 'extract', trackId: 'V1', from: 50, to: 100 }, newId).timeline), [
    'removed b',
    'moved c',
  ])
  assert.deepEqual(kinds(applyEdit(film(), { kind: 'split', clipId: 'b', at: 70 }, newId).timeline), ['trimmed b', 'added new'])
  const slow = film().tracks.map(track => ({
    ...track,
    clips: track.clips.map(clip => (clip.id === 'a' ? { ...clip, speed: { num: 1, den: 2 } } : clip)),
  }))
  assert.deepEqual(kinds({ ...film(), tracks: slow }), ['retimed a'])
})

test('without ids clips are recognised by their files', () => {
  const renamed = film().tracks.map(track => ({
    ...track,
    clips: track.clips.map(clip => ({ ...clip, id: `x-${clip.id}`, start: clip.start + 10 })),
  }))
  assert.deepEqual(kinds({ ...film(), tracks: renamed }), ['moved a', 'moved b', 'moved c'])
})

test('a film that went out and came home unchanged shows no change', () => {
  const ways: [write: (timeline: Timeline) => string, read: (text: string) => { timeline: Timeline }][] = [
    [timeline => textOf(writeFcpxml(timeline)), readFcpxml],
    [timeline => textOf(writeXmeml(timeline)), readXmeml],
    [timeline => textOf(writeOtio(timeline)), readOtio],
  ]
  fc.assert(
    fc.property(timelines({ maxClips: 30 }), timeline => {
      for (const [write, read] of ways) assert.deepEqual(changes(timeline, read(write(timeline)).timeline), [])
    }),
    runs(20),
  )
})

test('a list that came home unchanged shows no change', () => {
  const [list] = writeEdl(film()).files
  assert.deepEqual(changes(film(), readEdlLists([list && 'text' in list ? list.text : '']).timeline), [])
})
