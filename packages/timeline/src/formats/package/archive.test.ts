import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strFromU8, strToU8, zipSync } from 'fflate'
import { UnreadableTimeline } from '../unreadable.ts'
import { cutInArchive } from './archive.ts'

const inside = (files: { [name: string]: string }): string[] =>
  cutInArchive(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))).map(
    ({ name, bytes }) => `${name}: ${strFromU8(bytes)}`,
  )

test('an archive gives its cut and none of its media', () => {
  assert.deepEqual(inside({ 'media/a.mov': 'moving', 'content.otio': '{}', 'version.txt': '1.0' }), ['content.otio: {}'])
})

test('of several formats the one that keeps most is taken, of lists all', () => {
  assert.deepEqual(inside({ 'a.edl': 'x', 'a.otio': 'y', 'a.fcpxml': 'z' }), ['a.fcpxml: z'])
  assert.deepEqual(inside({ 'cut_V2.edl': '2', 'cut_V1.edl': '1', '__MACOSX/cut.fcpxml': '' }), [
    'cut_V1.edl: 1',
    'cut_V2.edl: 2',
  ])
})

test('what unpacks to more than a timeline may have is not unpacked', () => {
  const bomb = zipSync({ 'content.otio': new Uint8Array(100 * 2 ** 20) })
  assert.ok(bomb.length < 1e6)
  assert.throws(() => cutInArchive(bomb), /content\.otio: unpacks to more than the limit/)
})

test('an archive without a cut, and what is none, are refused', () => {
  assert.throws(() => inside({ 'a.mov': '' }), /holds no timeline/)
  assert.throws(() => cutInArchive(strToU8('PK no archive')), UnreadableTimeline)
})
